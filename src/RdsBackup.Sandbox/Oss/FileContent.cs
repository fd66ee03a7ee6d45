using Microsoft.Win32.SafeHandles;

namespace RdsBackup.Sandbox;

/// <summary>The bytes of files, one after the other: a file a user put there, or the parts of an upload.</summary>
internal sealed class FileContent : Content
{
    private const int ReadSize = 1 << 20;
    private readonly string[] _paths;
    private readonly long[] _starts;

    /// <summary>Joins files whose lengths are known: a <see cref="FileInfo"/> shared by several requests may give a wrong one.</summary>
    public FileContent(IReadOnlyList<(string Path, long Length)> files)
    {
        _paths = [.. files.Select(file => file.Path)];
        _starts = new long[files.Count];
        for (int index = 0; index < files.Count; index++)
        {
            _starts[index] = Length;
            Length += files[index].Length;
        }
    }

    public override long Length { get; }

    public override async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            int index = FileAt(offset);
            using SafeFileHandle file = System.IO.File.OpenHandle(_paths[index], options: FileOptions.Asynchronous);
            int read = await RandomAccess.ReadAsync(file, buffer, offset - _starts[index], cancellationToken);
            if (read == 0)
            {
                throw new IOException($"The file '{_paths[index]}' became shorter.");
            }

            offset += read;
            buffer = buffer[read..];
        }
    }

    protected override ulong ComputeCrc64()
    {
        ulong crc = 0;
        byte[] buffer = new byte[ReadSize];
        foreach (string path in _paths)
        {
            using FileStream file = System.IO.File.OpenRead(path);
            for (int read = file.Read(buffer); read > 0; read = file.Read(buffer))
            {
                crc = Checksums.Crc.Crc64Xz.Append(crc, buffer.AsSpan(0, read));
            }
        }

        return crc;
    }

    // The last file that starts at or before the offset: an empty one before it starts there too.
    private int FileAt(long offset)
    {
        int index = Array.BinarySearch(_starts, offset);
        index = index >= 0 ? index : ~index - 1;
        while (index + 1 < _starts.Length && _starts[index + 1] <= offset)
        {
            index++;
        }

        return index;
    }
}
