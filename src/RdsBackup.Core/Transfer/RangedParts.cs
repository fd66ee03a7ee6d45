using System.Collections.Concurrent;
using Amazon.S3.Model;
using RdsBackup.Checksums;
using RdsBackup.S3;

namespace RdsBackup.Transfer;

/// <summary>
/// The parts of a source that answers ranges: several under way at once, each streaming its own range. What an
/// earlier run sent is taken as it is when its checksums are known, and read again, not sent again, when they are not.
/// </summary>
internal sealed class RangedParts
{
    private readonly BackupCopyPlan _backup;
    private readonly PartPlan _plan;
    private readonly PartSender _sender;
    private readonly CopyProgress _progress;
    private readonly ConcurrentDictionary<int, UploadedPart> _done = new();
    private readonly Dictionary<int, PartDetail> _inS3;
    private long _resumedBytes;

    /// <summary>Prepares to send what is missing.</summary>
    /// <param name="backup">The source.</param>
    /// <param name="plan">Where its parts lie.</param>
    /// <param name="sender">Sends them.</param>
    /// <param name="progress">Counts them.</param>
    /// <param name="inS3">What S3 has from an earlier run.</param>
    /// <param name="journal">What that run wrote down.</param>
    public RangedParts(
        BackupCopyPlan backup, PartPlan plan, PartSender sender, CopyProgress progress, IEnumerable<PartDetail> inS3, CopyJournal journal)
    {
        _backup = backup;
        _plan = plan;
        _sender = sender;
        _progress = progress;
        _inS3 = inS3.Where(IsWhole).ToDictionary(part => part.PartNumber!.Value);
        foreach ((int number, PartDetail part) in _inS3)
        {
            if (journal.Parts.TryGetValue(number, out string? text) && ulong.TryParse(text, out ulong crc64)
                && Crc32Checksum.TryParse(part.ChecksumCRC32, out uint crc32))
            {
                Take(new UploadedPart(number, part.Size!.Value, part.ETag, crc32, crc64, PartProof.Crc32));
            }
        }
    }

    /// <summary>The parts that are in S3 and whose checksums are known.</summary>
    public ICollection<UploadedPart> Done => _done.Values;

    /// <summary>Bytes that an earlier run sent.</summary>
    public long ResumedBytes => Interlocked.Read(ref _resumedBytes);

    /// <summary>Sends what is missing, several parts at once; the first failure stops them all.</summary>
    /// <param name="concurrency">How many parts are under way at once; null finds out what is best.</param>
    /// <param name="maximum">Most parts at once when that is to be found out.</param>
    /// <param name="onPart">Called after each part; may write the journal.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task SendAsync(int? concurrency, int maximum, Func<CancellationToken, Task> onPart, CancellationToken cancellationToken)
    {
        AdaptiveWorkers workers = new(concurrency, () => _progress.Bytes, () => _sender.SlowDowns + _backup.Reader.SlowDowns, _backup.Reader.Time, maximum);
        IEnumerable<int> missing = Enumerable.Range(1, _plan.Count).Where(number => !_done.ContainsKey(number));
        return workers.RunAsync(missing, (number, token) => TakeCareOfAsync(number, onPart, token), cancellationToken);
    }

    private async Task TakeCareOfAsync(int number, Func<CancellationToken, Task> onPart, CancellationToken cancellationToken)
    {
        _done[number] = await SendPartAsync(number, cancellationToken).ConfigureAwait(false);
        await onPart(cancellationToken).ConfigureAwait(false);
    }

    private async Task<UploadedPart> SendPartAsync(int number, CancellationToken cancellationToken)
    {
        (long offset, long length) = _plan.Part(number);
        if (_inS3.TryGetValue(number, out PartDetail? sent) && await ReadAgainAsync(sent, offset, length, cancellationToken).ConfigureAwait(false) is { } known)
        {
            Take(known);
            return known;
        }

        return await _sender.SendAsync(number, length, () => Open(offset, length), cancellationToken).ConfigureAwait(false);
    }

    // Null when S3's bytes are not the source's, or S3 does not say.
    private async Task<UploadedPart?> ReadAgainAsync(PartDetail sent, long offset, long length, CancellationToken cancellationToken)
    {
        bool hasCrc32 = Crc32Checksum.TryParse(sent.ChecksumCRC32, out uint crc32);
        if (!hasCrc32 && !PartReceipt.IsMd5(sent.ETag))
        {
            return null;
        }

        using PartContent bytes = new(
            _sender.Buffers, length, () => Open(offset, length), PartDialect.Plain, hashesCrc32: true, hashesMd5: !hasCrc32, _progress.WaitAsync);
        await bytes.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        bool isSame = hasCrc32 ? bytes.Crc32 == crc32 : bytes.Md5 == sent.ETag.Trim('"');
        return isSame
            ? new UploadedPart(sent.PartNumber!.Value, length, sent.ETag, bytes.Crc32, bytes.Crc64, hasCrc32 ? PartProof.Crc32 : PartProof.Md5)
            : null;
    }

    private Stream Open(long offset, long length) => _backup.Reader.Open(_backup.Source, offset, length);

    private bool IsWhole(PartDetail part) =>
        part.PartNumber is { } number && number >= 1 && number <= _plan.Count && part.Size == _plan.Part(number).Length;

    private void Take(UploadedPart part)
    {
        _done[part.Number] = part;
        Interlocked.Add(ref _resumedBytes, part.Length);
        _progress.Resume(part.Length);
    }
}
