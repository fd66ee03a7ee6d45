using System.Collections.Concurrent;
using Polly;
using Polly.Retry;
using RdsBackup.Checksums;
using RdsBackup.S3;

namespace RdsBackup.Transfer;

/// <summary>An object in S3, read whole, several ranges at once, for its checksums. Nothing is kept of the bytes.</summary>
internal sealed class StoredObject
{
    private readonly BackupBucket _bucket;
    private readonly string _key;
    private readonly string? _eTag;
    private readonly ResiliencePipeline _retry;

    /// <summary>Prepares to read <paramref name="key"/> in the version that has <paramref name="eTag"/>, whatever is there when that is empty.</summary>
    public StoredObject(BackupBucket bucket, string key, string? eTag, TimeProvider time)
    {
        _bucket = bucket;
        _key = key;
        _eTag = string.IsNullOrEmpty(eTag) ? null : eTag;
        _retry = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(S3Errors.IsTransient),
                MaxRetryAttempts = 5,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(250),
            })
            .Build();
    }

    /// <summary>Reads <paramref name="length"/> bytes with <paramref name="concurrency"/> connections.</summary>
    /// <exception cref="RdsBackupException">S3Unreachable, S3AccessDenied, …</exception>
    public async Task<ChecksumChain> ReadChecksumsAsync(long length, int concurrency, CancellationToken cancellationToken)
    {
        PartPlan plan = PartPlan.For(length, concurrency, partSize: null);
        ConcurrentBag<UploadedPart> ranges = [];
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(1, plan.Count),
                new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken },
                async (number, token) => ranges.Add(await _retry.ExecuteAsync(
                    async again => await ReadAsync(plan, number, again).ConfigureAwait(false), token).ConfigureAwait(false))).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw S3Errors.Translate(exception, "s3:GetObject", _bucket.Name, _key);
        }

        return ChecksumChain.Of(ranges);
    }

    private async Task<UploadedPart> ReadAsync(PartPlan plan, int number, CancellationToken cancellationToken)
    {
        (long offset, long length) = plan.Part(number);
        using PartContent bytes = new(length, OpenAsync, hasTrailer: false, hashesMd5: false, (_, _) => ValueTask.CompletedTask);
        await bytes.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        return new UploadedPart(number, length, ETag: "", bytes.Crc32, bytes.Crc64, PartProof.None);

        async ValueTask<Stream> OpenAsync(CancellationToken token) =>
            await _bucket.OpenRangeAsync(_key, _eTag, offset, length, token).ConfigureAwait(false);
    }
}
