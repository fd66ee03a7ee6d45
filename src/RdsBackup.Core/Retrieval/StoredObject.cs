using System.Buffers;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging;
using Polly;
using RdsBackup.Checksums;
using RdsBackup.Diagnostics;
using RdsBackup.Network;
using RdsBackup.S3;
using RdsBackup.Transfer;

namespace RdsBackup.Retrieval;

/// <summary>
/// One version of an object in S3, read by ranges, several at once. A connection that breaks is opened again at the byte where it stopped;
/// an object that is replaced meanwhile is an error, never a mixture of two.
/// </summary>
internal sealed class StoredObject
{
    /// <summary>Bytes read at a time.</summary>
    public const int ChunkSize = 128 * 1024;

    private const string Action = "s3:GetObject";
    private readonly BackupBucket _bucket;
    private readonly string _key;
    private readonly string? _eTag;
    private readonly TimeSpan _idle;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _retry;
    private long _slowDowns;

    /// <summary>Prepares to read <paramref name="key"/> in the version that has <paramref name="eTag"/>, whatever is there when that is empty.</summary>
    public StoredObject(BackupBucket bucket, string key, string? eTag, TransferPatience patience, TimeProvider time, ILogger logger)
    {
        _bucket = bucket;
        _key = key;
        _eTag = string.IsNullOrEmpty(eTag) ? null : eTag;
        _idle = patience.Idle;
        _time = time;
        _retry = patience.Retry(
            S3Errors.IsTransient, time, reason => logger.LogText(LogLevel.Information, nameof(Messages.CopyReadAgain), bucket.Name, key, reason));
    }

    /// <summary>Reads all <paramref name="length"/> bytes for their checksums. Nothing is kept of the bytes.</summary>
    /// <param name="length">Bytes of the object, at least 1.</param>
    /// <param name="concurrency">Ranges read at once; null finds out what is best.</param>
    /// <param name="progress">Counts the bytes.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">CopyChanged, CopyArchived, S3Unreachable, S3AccessDenied, …</exception>
    public async Task<ChecksumChain> ReadChecksumsAsync(long length, int? concurrency, CopyProgress progress, CancellationToken cancellationToken)
    {
        PartPlan plan = PartPlan.For(length, concurrency ?? AdaptiveConcurrency.Initial);
        ChecksumChain[] ranges = new ChecksumChain[plan.Count];
        await ForEachAsync(
            Enumerable.Range(1, plan.Count),
            concurrency,
            progress,
            async (number, token) => ranges[number - 1] =
                await ReadAsync(plan.Part(number), progress, (_, _, _) => ValueTask.CompletedTask, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return ChecksumChain.Of(ranges);
    }

    /// <summary>Does <paramref name="read"/>, which reads from this object, for every number, several at once.</summary>
    public Task ForEachAsync(
        IEnumerable<int> numbers, int? concurrency, CopyProgress progress, Func<int, CancellationToken, Task> read, CancellationToken cancellationToken) =>
        new AdaptiveWorkers(concurrency, () => progress.Bytes, () => Interlocked.Read(ref _slowDowns), _time).RunAsync(numbers, read, cancellationToken);

    /// <summary>A range as one stream, which goes on where a connection broke; nothing is asked for before its first read.</summary>
    public Stream Open((long Offset, long Length) range) => new ReopeningStream(range.Offset, range.Length, OpenAsync, S3Errors.IsTransient, _retry, GiveUp);

    /// <summary>Reads a range through one small buffer.</summary>
    /// <param name="range">Which bytes.</param>
    /// <param name="progress">Counts them and holds their rate.</param>
    /// <param name="take">Given each chunk and its offset in the object.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The checksums of the range.</returns>
    /// <exception cref="RdsBackupException">CopyChanged, CopyArchived, S3Unreachable, S3AccessDenied, …</exception>
    public async Task<ChecksumChain> ReadAsync(
        (long Offset, long Length) range, CopyProgress progress, Func<long, ReadOnlyMemory<byte>, CancellationToken, ValueTask> take,
        CancellationToken cancellationToken)
    {
        RunningChecksum checksum = new();
        Stream source = Open(range);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            await using (source.ConfigureAwait(false))
            {
                while (checksum.Value.Length < range.Length)
                {
                    long done = checksum.Value.Length;
                    Memory<byte> chunk = buffer.AsMemory(0, (int)Math.Min(ChunkSize, range.Length - done));
                    await source.ReadExactlyAsync(chunk, cancellationToken).ConfigureAwait(false);
                    checksum.Append(chunk.Span);
                    await progress.AddChunkAsync(chunk.Length, cancellationToken).ConfigureAwait(false);
                    await take(range.Offset + done, chunk, cancellationToken).ConfigureAwait(false);
                }
            }

            return checksum.Value;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<Stream> OpenAsync(long offset, long length, CancellationToken cancellationToken)
    {
        try
        {
            return await _retry.ExecuteAsync(
                async token => await OpenOnceAsync(offset, length, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed || S3Errors.IsMissing(exception))
        {
            throw Errors.Create(nameof(Messages.CopyChanged), RdsBackupErrorKind.CorruptData, exception, _bucket.Name, _key);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw S3Errors.Translate(exception, Action, _bucket.Name, _key);
        }
    }

    private async Task<Stream> OpenOnceAsync(long offset, long length, CancellationToken cancellationToken)
    {
        GetObjectResponse response = await GetAsync(offset, length, cancellationToken).ConfigureAwait(false);
        if (response.ContentRange?.StartsWith($"bytes {offset}-{offset + length - 1}/", StringComparison.Ordinal) != true)
        {
            response.Dispose();
            throw new IOException($"Bytes {offset}-{offset + length - 1} were asked for and '{response.ContentRange}' came.");
        }

        return new IdleTimeoutStream(response, response.ResponseStream, _idle, _time);
    }

    private async Task<GetObjectResponse> GetAsync(long offset, long length, CancellationToken cancellationToken)
    {
        using StallWatch stall = new(_idle, _time, cancellationToken);
        stall.Arm();
        try
        {
            return await stall.RunAsync(
                token => _bucket.GetRangeAsync(_key, _eTag, offset, length, token), "S3 did not answer in time.").ConfigureAwait(false);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
        {
            Interlocked.Increment(ref _slowDowns);
            throw;
        }
    }

    private RdsBackupException GiveUp(long position, Exception failure) => S3Errors.Translate(failure, Action, _bucket.Name, _key);
}
