using System.Collections.Concurrent;
using System.Text;
using Microsoft.Win32.SafeHandles;
using RdsBackup.Checksums;
using RdsBackup.Transfer;

namespace RdsBackup.Retrieval;

/// <summary>
/// A download in the making: <c>NAME.partial</c>, whose bytes come in any order, and <c>NAME.partial.state</c>, which says of which object
/// they are and gets a line for every range that was written. One command at a time may have it open.
/// <para>
/// A range that an earlier run wrote down is never taken on trust: after a power cut its line may have outlived its bytes, and anybody may
/// have touched the file since. It is read from disk and counts only with the checksums of its line. A range of this run counts with the
/// checksums of the bytes that were handed to the operating system: reading them again would be answered from memory and prove nothing
/// more about the disk. Whatever could not be written is reported by the flush that precedes the final name.
/// </para>
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const string Suffix = ".partial";
    private const string StateSuffix = ".partial.state";
    private readonly string _path;
    private readonly SafeFileHandle _bytes;
    private readonly FileStream _state;
    private readonly ConcurrentDictionary<int, ChecksumChain> _noted = new();

    private PartialFile(string path, SafeFileHandle bytes, FileStream state, IEnumerable<DownloadedRange> noted)
    {
        _path = path;
        _bytes = bytes;
        _state = state;
        foreach (DownloadedRange range in noted)
        {
            _noted[range.Number] = range.Checksums; // The last line counts: a damaged range was written again.
        }
    }

    /// <summary>Bytes of the ranges that were noted, by this run or an earlier one.</summary>
    public long NotedBytes => _noted.Values.Sum(range => range.Length);

    /// <summary>Opens what an earlier run left of the same object; null when there is nothing of it.</summary>
    /// <param name="path">The final name.</param>
    /// <param name="content">The object.</param>
    /// <exception cref="IOException">Another command has it open, or the disk fails.</exception>
    public static PartialFile? Resume(string path, DownloadContent content)
    {
        string[] lines = File.Exists(path + Suffix) && File.Exists(path + StateSuffix) ? File.ReadAllLines(path + StateSuffix) : [];
        if (lines.Length == 0 || content.ETag is null || CopyJson.Read<DownloadContent>(lines[0]) != content)
        {
            return null;
        }

        // The last line of a run that was killed may be half a line; it is no JSON and does not count.
        IEnumerable<DownloadedRange> noted = lines.Skip(1).Select(CopyJson.Read<DownloadedRange>).OfType<DownloadedRange>();
        return Open(path, content.Length, FileMode.Open, FileMode.Append, "", noted);
    }

    /// <summary>Removes what an earlier run left.</summary>
    /// <param name="path">The final name.</param>
    /// <returns>Whether there was anything.</returns>
    /// <exception cref="IOException">Another command has it open, or the disk fails.</exception>
    public static bool Clear(string path)
    {
        bool exists = File.Exists(path + Suffix);
        if (exists)
        {
            File.OpenHandle(path + Suffix, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
        }

        Delete(path);
        return exists;
    }

    /// <summary>Starts from nothing, with the space for all of it set aside.</summary>
    /// <param name="path">The final name.</param>
    /// <param name="content">The object.</param>
    /// <exception cref="IOException">Another command has it open, or the disk fails.</exception>
    public static PartialFile Create(string path, DownloadContent content) =>
        Open(path, content.Length, FileMode.Create, FileMode.Create, CopyJson.WriteLine(content), noted: []);

    /// <summary>The checksums that an earlier run wrote down for a range, if the bytes on disk still have them.</summary>
    /// <param name="number">Number of the range.</param>
    /// <param name="range">Where it lies.</param>
    /// <param name="progress">Counts the bytes, and takes them back when they are no good.</param>
    /// <param name="onDamaged">Told when the bytes are no longer those that were written.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ChecksumChain?> ReadEarlierAsync(
        int number, (long Offset, long Length) range, CopyProgress progress, Action onDamaged, CancellationToken cancellationToken)
    {
        if (!_noted.TryGetValue(number, out ChecksumChain written))
        {
            return null;
        }

        ChecksumChain found = await FileChecksums.ReadAsync(_bytes, range.Offset, range.Length, progress, cancellationToken).ConfigureAwait(false);
        if (found == written)
        {
            return found;
        }

        progress.Add(-found.Length);
        onDamaged();
        return null;
    }

    /// <summary>Writes bytes where they belong.</summary>
    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        RandomAccess.WriteAsync(_bytes, bytes, offset, cancellationToken);

    /// <summary>Notes that a range was written.</summary>
    public void Note(int number, ChecksumChain checksums)
    {
        WriteLine(CopyJson.WriteLine(new DownloadedRange(number, checksums)));
        _noted[number] = checksums;
    }

    /// <summary>Gives the file its final name, once its bytes are on the disk.</summary>
    /// <param name="overwrite">Whether to replace what has that name.</param>
    /// <exception cref="IOException">Something has that name, or the disk fails.</exception>
    public void Commit(bool overwrite)
    {
        RandomAccess.FlushToDisk(_bytes);
        Dispose();
        File.Move(_path + Suffix, _path, overwrite);
        File.Delete(_path + StateSuffix);
    }

    /// <summary>Removes the file and what was noted.</summary>
    public void Discard()
    {
        Dispose();
        Delete(_path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _state.Dispose();
        _bytes.Dispose();
    }

    private static PartialFile Open(
        string path, long length, FileMode mode, FileMode stateMode, string stateStart, IEnumerable<DownloadedRange> noted)
    {
        long preallocation = mode == FileMode.Create ? length : 0;
        SafeFileHandle bytes = File.OpenHandle(path + Suffix, mode, FileAccess.ReadWrite, FileShare.None, FileOptions.Asynchronous, preallocation);
        try
        {
            RandomAccess.SetLength(bytes, length); // Somebody may have touched one that is gone on with.

            // Unbuffered: what was noted survives a kill.
            FileStream state = new(path + StateSuffix, stateMode, FileAccess.Write, FileShare.Read, bufferSize: 0);
            PartialFile opened = new(path, bytes, state, noted);
            opened.WriteLine(stateStart); // Going on, an empty line: it ends one that a kill cut short.
            return opened;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static void Delete(string path)
    {
        File.Delete(path + StateSuffix);
        File.Delete(path + Suffix);
    }

    private void WriteLine(string line)
    {
        lock (_state)
        {
            _state.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
    }
}
