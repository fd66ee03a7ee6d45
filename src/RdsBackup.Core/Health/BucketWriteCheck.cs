using Amazon.S3.Model;
using RdsBackup.Diagnostics;
using RdsBackup.S3;

namespace RdsBackup.Health;

/// <summary>
/// PutObject and DeleteObject of an empty object with a name of its own, encrypted as copies are, and only where there is none (If-None-Match):
/// what a copy needs to begin. Of a bucket with versions the very version is deleted where that is permitted; else a marker stays. <see cref="Errors"/> has its texts.
/// </summary>
/// <param name="target">Bucket and prefix, for people.</param>
/// <param name="options">How to reach the bucket.</param>
/// <param name="prefix">What the keys of the copies begin with.</param>
/// <param name="attributes">How copies are encrypted.</param>
internal sealed class BucketWriteCheck(string target, S3ConnectionOptions options, string prefix, S3ObjectOptions attributes)
    : BucketHealthCheck(HealthCheckName.BucketWrite, target, options)
{
    private readonly string _key = $"{prefix}{(prefix.Length == 0 || prefix.EndsWith('/') ? "" : "/")}.rdsbackup-health-{Guid.NewGuid():N}";
    private readonly string _bucket = options.Bucket;
    private volatile bool _mayBeThere;

    private string Location => $"s3://{_bucket}/{_key}";

    /// <inheritdoc/>
    public override HealthVerdict Late(TimeSpan limit) => _mayBeThere
        ? HealthVerdict.Failed(nameof(Messages.HealthProbeUncertain), limit.TotalSeconds, Location)
        : base.Late(limit);

    /// <inheritdoc/>
    protected override async Task<HealthVerdict> RunAsync(BackupBucket bucket, CancellationToken cancellationToken)
    {
        string? version = await WriteAsync(bucket, cancellationToken).ConfigureAwait(false);
        try
        {
            return await DeleteAsync(bucket, version).ConfigureAwait(false)
                ? HealthVerdict.Healthy(nameof(Messages.HealthWritten))
                : HealthVerdict.Healthy(nameof(Messages.HealthWrittenAndMarked));
        }
        catch (RdsBackupException failure)
        {
            return HealthVerdict.Warning(nameof(Messages.HealthProbeLeft), Location, failure.Message);
        }
    }

    private async Task<string?> WriteAsync(BackupBucket bucket, CancellationToken cancellationToken)
    {
        PutObjectRequest request = new()
        {
            BucketName = bucket.Name,
            Key = _key,
            ContentBody = "",
            IfNoneMatch = "*",
            ServerSideEncryptionMethod = BackupBucket.Encryption(attributes),
            ServerSideEncryptionKeyManagementServiceKeyId = attributes.KmsKeyId,
            ExpectedBucketOwner = bucket.ExpectedOwner,
            UseChunkEncoding = bucket.IsAmazon,
        };
        _mayBeThere = true;
        try
        {
            return (await bucket.AskAsync("s3:PutObject", _key, client => client.PutObjectAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false)).VersionId;
        }
        catch (RdsBackupException taken) when (taken.Kind == RdsBackupErrorKind.AlreadyExists)
        {
            return null; // Nobody else knows the name: an earlier try wrote it, and its answer was lost.
        }
        catch (RdsBackupException lost) when (lost.Kind is RdsBackupErrorKind.Connection or RdsBackupErrorKind.Service)
        {
            // It may have been written although the answer was lost.
            await ((Task)DeleteAsync(bucket, version: null)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    // Not cancelled with the check: what was written is not to stay. False when a marker stays in its place.
    private async Task<bool> DeleteAsync(BackupBucket bucket, string? version)
    {
        try
        {
            await DeleteAsync(bucket, version is null ? "s3:DeleteObject" : "s3:DeleteObjectVersion", version).ConfigureAwait(false);
            return true;
        }
        catch (RdsBackupException denied) when (version is not null && denied.Kind == RdsBackupErrorKind.PermissionDenied)
        {
            await DeleteAsync(bucket, "s3:DeleteObject", version: null).ConfigureAwait(false);
            return false;
        }
    }

    private Task<DeleteObjectResponse> DeleteAsync(BackupBucket bucket, string action, string? version)
    {
        DeleteObjectRequest request = new() { BucketName = bucket.Name, Key = _key, VersionId = version, ExpectedBucketOwner = bucket.ExpectedOwner };
        return bucket.AskAsync(action, _key, client => client.DeleteObjectAsync(request, CancellationToken.None), CancellationToken.None);
    }
}
