using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Amazon.S3.Model;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aws;

/// <summary>One bucket: everything done in S3 but the sending of parts (<see cref="S3PartUploader"/>). Errors come translated.</summary>
internal sealed class BackupBucket : IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly S3ConnectionOptions _options;

    private BackupBucket(AmazonS3Client client, AWSCredentials credentials, string region, S3ConnectionOptions options)
    {
        _client = client;
        _options = options;
        Credentials = credentials;
        Region = region;
    }

    /// <summary>Name of the bucket.</summary>
    public string Name => _options.Bucket;

    /// <summary>Region that requests are signed for.</summary>
    public string Region { get; }

    /// <summary>Account that must own the bucket, or null.</summary>
    public string? ExpectedOwner => _options.ExpectedBucketOwner;

    /// <summary>The credentials requests are signed with; they refresh themselves.</summary>
    public AWSCredentials Credentials { get; }

    /// <summary>Whether this is Amazon's own S3 rather than an endpoint that was given.</summary>
    public bool IsAmazon => _options.EndpointUrl is null;

    /// <summary>Finds region and credentials, and checks that the bucket is there and can be seen.</summary>
    /// <exception cref="RdsBackupException">AwsRegionRequired, AwsProfileNotFound, AwsCredentialsNotFound, BucketNotFound, BucketInOtherRegion, …</exception>
    public static async Task<BackupBucket> ConnectAsync(S3ConnectionOptions options, CancellationToken cancellationToken)
    {
        AmazonS3Config config = Configure(options);
        AWSCredentials credentials = await FindCredentialsAsync(options, config).ConfigureAwait(false);
        BackupBucket bucket = new(new AmazonS3Client(credentials, config), credentials, config.AuthenticationRegion, options);
        try
        {
            await bucket.CheckAsync(cancellationToken).ConfigureAwait(false);
            return bucket;
        }
        catch
        {
            bucket.Dispose();
            throw;
        }
    }

    /// <summary>The address of an object, without query.</summary>
    public Uri AddressOf(string key)
    {
        string endpoint = _client.DetermineServiceOperationEndpoint(new GetObjectRequest { BucketName = Name, Key = key }).URL;
        string path = string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
        return new Uri($"{endpoint.TrimEnd('/')}/{path}");
    }

    /// <summary>Head of an object with its checksums, or null when there is none.</summary>
    public Task<GetObjectMetadataResponse?> HeadAsync(string key, CancellationToken cancellationToken) =>
        FindAsync("s3:GetObject", key, () => _client.GetObjectMetadataAsync(
            new GetObjectMetadataRequest { BucketName = Name, Key = key, ExpectedBucketOwner = ExpectedOwner, ChecksumMode = ChecksumMode.ENABLED },
            cancellationToken));

    /// <summary>Text of a small object (at most 1 MiB is read), or null when there is none.</summary>
    public async Task<string?> ReadTextAsync(string key, CancellationToken cancellationToken)
    {
        using GetObjectResponse? response = await FindAsync("s3:GetObject", key, () => _client.GetObjectAsync(
            new GetObjectRequest { BucketName = Name, Key = key, ExpectedBucketOwner = ExpectedOwner }, cancellationToken)).ConfigureAwait(false);
        if (response is null)
        {
            return null;
        }

        using StreamReader reader = new(response.ResponseStream, Encoding.UTF8);
        return await DoAsync("s3:GetObject", key, () => reader.ReadToEndAsync(cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Writes a small text object, replacing what is there.</summary>
    public Task WriteTextAsync(string key, string text, S3ObjectOptions options, bool isLocked, CancellationToken cancellationToken)
    {
        PutObjectRequest request = new()
        {
            BucketName = Name,
            Key = key,
            ContentBody = text,
            ContentType = "application/json",
            ExpectedBucketOwner = ExpectedOwner,
            UseChunkEncoding = IsAmazon,
            ServerSideEncryptionMethod = Encryption(options),
            ServerSideEncryptionKeyManagementServiceKeyId = options.KmsKeyId,
        };
        if (isLocked && options.ObjectLockMode is not null)
        {
            request.ObjectLockMode = ObjectLockMode.FindValue(options.ObjectLockMode);
            request.ObjectLockRetainUntilDate = options.ObjectLockRetainUntil?.UtcDateTime;
        }

        return DoAsync("s3:PutObject", key, () => _client.PutObjectAsync(request, cancellationToken));
    }

    /// <summary>Deletes an object; none there is no error.</summary>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        DoAsync("s3:DeleteObject", key, () => _client.DeleteObjectAsync(
            new DeleteObjectRequest { BucketName = Name, Key = key, ExpectedBucketOwner = ExpectedOwner }, cancellationToken));

    /// <summary>Keys under <paramref name="prefix"/>, in S3's order, a page at a time as they are wanted.</summary>
    public async IAsyncEnumerable<string> ListKeysAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ListObjectsV2Request request = new() { BucketName = Name, Prefix = prefix, ExpectedBucketOwner = ExpectedOwner };
        do
        {
            ListObjectsV2Response page = await DoAsync(
                "s3:ListBucket", prefix, () => _client.ListObjectsV2Async(request, cancellationToken)).ConfigureAwait(false);
            foreach (S3Object item in page.S3Objects ?? [])
            {
                yield return item.Key;
            }

            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    /// <summary>Starts a multipart upload whose full-object CRC-32 S3 is to check, and returns its id.</summary>
    public async Task<string> StartUploadAsync(
        string key, S3ObjectOptions options, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        InitiateMultipartUploadRequest request = new()
        {
            BucketName = Name,
            Key = key,
            ContentType = "application/octet-stream",
            ExpectedBucketOwner = ExpectedOwner,
            ChecksumAlgorithm = ChecksumAlgorithm.CRC32,
            ChecksumType = ChecksumType.FULL_OBJECT,
            StorageClass = options.StorageClass is null ? null : S3StorageClass.FindValue(options.StorageClass),
            ServerSideEncryptionMethod = Encryption(options),
            ServerSideEncryptionKeyManagementServiceKeyId = options.KmsKeyId,
            TagSet = [.. options.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
        };
        if (options.ObjectLockMode is not null)
        {
            request.ObjectLockMode = ObjectLockMode.FindValue(options.ObjectLockMode);
            request.ObjectLockRetainUntilDate = options.ObjectLockRetainUntil?.UtcDateTime;
        }

        foreach ((string name, string value) in metadata)
        {
            request.Metadata.Add(name, value);
        }

        InitiateMultipartUploadResponse response = await DoAsync(
            "s3:PutObject", key, () => _client.InitiateMultipartUploadAsync(request, cancellationToken)).ConfigureAwait(false);
        return response.UploadId;
    }

    /// <summary>The parts S3 has of an upload, or null when the upload is gone.</summary>
    public async Task<IReadOnlyList<PartDetail>?> ListPartsAsync(string key, string uploadId, CancellationToken cancellationToken)
    {
        List<PartDetail> parts = [];
        ListPartsRequest request = new() { BucketName = Name, Key = key, UploadId = uploadId, ExpectedBucketOwner = ExpectedOwner };
        while (true)
        {
            ListPartsResponse? page = await FindAsync(
                "s3:ListMultipartUploadParts", key, () => _client.ListPartsAsync(request, cancellationToken)).ConfigureAwait(false);
            if (page is null)
            {
                return null;
            }

            parts.AddRange(page.Parts ?? []);
            if (page.IsTruncated != true)
            {
                return parts;
            }

            request.PartNumberMarker = page.NextPartNumberMarker?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Joins the parts. The SDK's own exception comes through: the caller has to tell 412, 409 and NoSuchUpload apart.</summary>
    public Task<CompleteMultipartUploadResponse> CompleteUploadAsync(
        string key, string uploadId, IEnumerable<PartETag> parts, string crc32, long length, bool overwrite, CancellationToken cancellationToken) =>
        _client.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest
            {
                BucketName = Name,
                Key = key,
                UploadId = uploadId,
                PartETags = [.. parts],
                ChecksumCRC32 = crc32,
                ChecksumType = ChecksumType.FULL_OBJECT,
                MpuObjectSize = length,
                IfNoneMatch = overwrite ? null : "*",
                ExpectedBucketOwner = ExpectedOwner,
            },
            cancellationToken);

    /// <summary>Drops an upload and its parts; one that is gone is no error.</summary>
    public Task AbortUploadAsync(string key, string uploadId, CancellationToken cancellationToken) =>
        FindAsync("s3:AbortMultipartUpload", key, () => _client.AbortMultipartUploadAsync(
            new AbortMultipartUploadRequest { BucketName = Name, Key = key, UploadId = uploadId, ExpectedBucketOwner = ExpectedOwner },
            cancellationToken));

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static AmazonS3Config Configure(S3ConnectionOptions options)
    {
        AmazonS3Config config = new()
        {
            ForcePathStyle = options.PathStyle ?? options.EndpointUrl is not null,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 5,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            Timeout = TimeSpan.FromMinutes(15), // Completing a large upload can take minutes.
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            RequestChecksumCalculation =
                options.EndpointUrl is null ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED,
        };
        if (options.Profile is not null)
        {
            config.Profile = new Profile(options.Profile);
        }

        string? region = options.Region ?? FindRegion(options.Profile) ?? (options.EndpointUrl is null ? null : "us-east-1");
        config.AuthenticationRegion = region ?? throw Errors.Create(nameof(Messages.AwsRegionRequired), RdsBackupErrorKind.InvalidInput, options.Bucket);
        if (options.EndpointUrl is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = options.EndpointUrl.AbsoluteUri;
        }

        return config;
    }

    private static string? FindRegion(string? profile)
    {
        bool named = profile is not null;
        CredentialProfile? found = null;
        _ = named && new CredentialProfileStoreChain().TryGetProfile(profile, out found);
        return named ? found?.Region?.SystemName : FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName;
    }

    private static async Task<AWSCredentials> FindCredentialsAsync(S3ConnectionOptions options, AmazonS3Config config)
    {
        if (options.AccessKeyId is not null)
        {
            return new BasicAWSCredentials(options.AccessKeyId, options.SecretAccessKey);
        }

        if (options.Profile is not null)
        {
            return new CredentialProfileStoreChain().TryGetAWSCredentials(options.Profile, out AWSCredentials found)
                ? found
                : throw Errors.Create(nameof(Messages.AwsProfileNotFound), RdsBackupErrorKind.Authentication, options.Profile);
        }

        try
        {
            return await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(config).ConfigureAwait(false);
        }
        catch (AmazonClientException exception)
        {
            throw Errors.Create(nameof(Messages.AwsCredentialsNotFound), RdsBackupErrorKind.Authentication, exception, exception.Message);
        }
    }

    // Listing one key takes the permission that HeadBucket takes, but its errors come with a code.
    private async Task CheckAsync(CancellationToken cancellationToken) =>
        await DoAsync("s3:ListBucket", "", () => _client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = Name, MaxKeys = 1, ExpectedBucketOwner = ExpectedOwner }, cancellationToken)).ConfigureAwait(false);

    private static ServerSideEncryptionMethod? Encryption(S3ObjectOptions options) =>
        options.ServerSideEncryption is null ? null : ServerSideEncryptionMethod.FindValue(options.ServerSideEncryption);

    private async Task<T?> FindAsync<T>(string action, string key, Func<Task<T>> request)
        where T : class
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (AmazonS3Exception exception) when (S3Errors.IsMissing(exception))
        {
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw S3Errors.Translate(exception, action, Name, key);
        }
    }

    private async Task<T> DoAsync<T>(string action, string key, Func<Task<T>> request)
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw S3Errors.Translate(exception, action, Name, key);
        }
    }
}
