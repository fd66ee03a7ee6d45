using System.Net;
using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Polly;
using RdsBackup.Aws;
using RdsBackup.Checksums;
using RdsBackup.Diagnostics;
using RdsBackup.Network;

namespace RdsBackup.S3;

/// <summary>One bucket: everything done in S3 but the sending of parts (<see cref="S3PartUploader"/>). Errors come translated.</summary>
internal sealed class BackupBucket : IDisposable
{
    private static readonly TimeSpan CompletionTimeout = TimeSpan.FromMinutes(15); // Joining a large upload can take minutes.

    private readonly AmazonS3Client _client;
    private readonly AmazonS3Client _singleTryClient;
    private readonly S3ConnectionOptions _options;
    private readonly ResiliencePipeline _reading;
    private readonly Lazy<string> _address; // Asking the SDK's rules for every part would cost as much as signing it.
    private volatile bool _takesChecksumAlgorithm = true;
    private volatile bool _refusedOverwriting;

    private BackupBucket(AmazonS3Config config, RenewableCredentials credentials, S3ConnectionOptions options, int retries)
    {
        _client = new AmazonS3Client(credentials, config);
        AmazonS3Config singleTry = Configure(options, retries: 0);
        singleTry.Timeout = CompletionTimeout;
        _singleTryClient = new AmazonS3Client(credentials, singleTry);
        _options = options;
        _address = new Lazy<string>(() => AddressOf(_client, options).TrimEnd('/'));
        _reading = (options.Patience with { Retries = retries }).Retry(S3Errors.IsTransient, TimeProvider.System, _ => { });
        Credentials = credentials;
        Region = config.AuthenticationRegion;
    }

    /// <summary>Name of the bucket.</summary>
    public string Name => _options.Bucket;

    /// <summary>Region that requests are signed for.</summary>
    public string Region { get; }

    /// <summary>Account that must own the bucket, or null.</summary>
    public string? ExpectedOwner => _options.ExpectedBucketOwner;

    /// <summary>The credentials requests are signed with.</summary>
    public RenewableCredentials Credentials { get; }

    /// <summary>Whether this is Amazon's own S3 rather than an endpoint that was given or configured.</summary>
    public bool IsAmazon => _client.Config.ServiceURL is null;

    /// <summary>
    /// Whether a completion over an existing object is known to be refused when that is asked for. Amazon S3 does so since 2024; of another
    /// endpoint it is known once it has done so: Ceph 16 for one takes the header and overwrites.
    /// </summary>
    public bool RefusesOverwriting => IsAmazon || _refusedOverwriting;

    /// <summary>Finds region and credentials, and checks that the bucket is there and can be seen.</summary>
    /// <exception cref="RdsBackupException">AwsRegionRequired, AwsProfileNotFound, AwsCredentialsNotFound, BucketNotFound, BucketInOtherRegion, …</exception>
    public static async Task<BackupBucket> ConnectAsync(S3ConnectionOptions options, CancellationToken cancellationToken)
    {
        BackupBucket bucket = await OpenAsync(options, retries: 5).ConfigureAwait(false);
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

    /// <summary>Finds region and credentials; of the bucket itself nothing is asked yet.</summary>
    /// <param name="options">The bucket.</param>
    /// <param name="retries">Tries after the first of requests that may be tried again.</param>
    /// <exception cref="RdsBackupException">AwsRegionRequired, AwsProfileNotFound, AwsCredentialsNotFound.</exception>
    public static async Task<BackupBucket> OpenAsync(S3ConnectionOptions options, int retries)
    {
        AmazonS3Config config = Configure(options, retries);
        RenewableCredentials credentials = await RenewableCredentials.FindAsync(() => CredentialChain.FindAsync(options)).ConfigureAwait(false);
        return new BackupBucket(config, credentials, options, retries);
    }

    /// <summary>Whether requests for a bucket go to Amazon's own S3: no endpoint is given, and none configured by AWS_ENDPOINT_URL_S3 or its like.</summary>
    public static bool IsAtAmazon(S3ConnectionOptions options) => options.EndpointUrl is null && NewConfig(options, retries: 0).ServiceURL is null;

    /// <summary>Where requests for a bucket go.</summary>
    /// <exception cref="RdsBackupException">AwsRegionRequired, AwsProfileNotFound.</exception>
    public static Uri EndpointOf(S3ConnectionOptions options)
    {
        using AmazonS3Client client = new(new AnonymousAWSCredentials(), Configure(options, retries: 0));
        return new Uri(AddressOf(client, options));
    }

    /// <summary>How objects are to be encrypted, in the SDK's words; null leaves it to the bucket.</summary>
    public static ServerSideEncryptionMethod? Encryption(S3ObjectOptions options) =>
        options.ServerSideEncryption is null ? null : ServerSideEncryptionMethod.FindValue(options.ServerSideEncryption);

    /// <summary>The address of an object, without query.</summary>
    public Uri AddressOf(string key)
    {
        string path = string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
        return new Uri($"{_address.Value}/{path}");
    }

    /// <summary>Head of an object with its checksums, or null when there is none.</summary>
    public Task<GetObjectMetadataResponse?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        GetObjectMetadataRequest request = new() { BucketName = Name, Key = key, ExpectedBucketOwner = ExpectedOwner, ChecksumMode = ChecksumMode.ENABLED };
        return FindAsync("s3:GetObject", key, AskAsync, cancellationToken);

        async Task<GetObjectMetadataResponse> AskAsync()
        {
            try
            {
                return await _client.GetObjectMetadataAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
            {
                // The answer to a HEAD has no body that says why; that to a list has. From both the SDK learns S3's time.
                await CheckAsync(cancellationToken).ConfigureAwait(false);
                return await _client.GetObjectMetadataAsync(request, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Makes a request that nobody else makes.</summary>
    /// <param name="action">The permission it takes.</param>
    /// <param name="key">The object it is about; empty when it is about the bucket.</param>
    /// <param name="request">Makes it.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task<T> AskAsync<T>(string action, string key, Func<AmazonS3Client, Task<T>> request, CancellationToken cancellationToken) =>
        DoAsync(action, key, () => request(_client), cancellationToken);

    /// <summary>Lists one key: whether the bucket is there and can be seen. Takes the permission that HeadBucket takes, but its errors come with a code.</summary>
    public Task CheckAsync(CancellationToken cancellationToken) => ListFirstAsync(prefix: null, cancellationToken);

    /// <summary>
    /// Whether there is an object. Takes the permission of <see cref="CheckAsync"/>, and unlike asking for what is not there leaves no error
    /// in the bucket's statistics, by which its owner may be alarmed.
    /// </summary>
    public async Task<bool> ExistsAsync(string key, CancellationToken cancellationToken)
    {
        ListObjectsV2Response first = await ListFirstAsync(key, cancellationToken).ConfigureAwait(false);
        return first.S3Objects?.FirstOrDefault()?.Key == key; // Of all keys that begin with it, it is the first.
    }

    /// <summary>Text of a small object, or null when there is none.</summary>
    public async Task<string?> ReadTextAsync(string key, CancellationToken cancellationToken) =>
        (await ReadVersionAsync(key, cancellationToken).ConfigureAwait(false))?.Text;

    /// <summary>Text of a small object and what tells this version of it from others, or null when there is none.</summary>
    public async Task<StoredText?> ReadVersionAsync(string key, CancellationToken cancellationToken)
    {
        GetObjectRequest request = new() { BucketName = Name, Key = key, ExpectedBucketOwner = ExpectedOwner };
        return await FindAsync("s3:GetObject", key, () => _reading.ExecuteAsync(ReadAsync, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);

        async ValueTask<StoredText> ReadAsync(CancellationToken token)
        {
            using StallWatch stall = new(_options.Patience.Idle, TimeProvider.System, token);
            stall.Arm();
            GetObjectResponse response = await stall.RunAsync(
                watched => _singleTryClient.GetObjectAsync(request, watched), "S3 did not answer in time.").ConfigureAwait(false);
            using StreamReader reader = new(new IdleTimeoutStream(response, response.ResponseStream, _options.Patience.Idle, TimeProvider.System), Encoding.UTF8);
            return new StoredText(await reader.ReadToEndAsync(token).ConfigureAwait(false), response.ETag);
        }
    }

    /// <summary>Writes a small text object, replacing what is there.</summary>
    public Task WriteTextAsync(string key, string text, S3ObjectOptions options, bool isLocked, CancellationToken cancellationToken)
    {
        PutObjectRequest request = PutRequest(key, text);
        request.ServerSideEncryptionMethod = Encryption(options);
        request.ServerSideEncryptionKeyManagementServiceKeyId = options.KmsKeyId;
        if (isLocked && options.ObjectLockMode is not null)
        {
            request.ObjectLockMode = ObjectLockMode.FindValue(options.ObjectLockMode);
            request.ObjectLockRetainUntilDate = options.ObjectLockRetainUntil?.UtcDateTime;
        }

        return DoAsync("s3:PutObject", key, () => _client.PutObjectAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Writes a small text object in place of the version with <paramref name="eTag"/>, or where there is none when that is null. False when
    /// something else is there by now; that may be this very text, if the answer to an earlier try was lost.
    /// </summary>
    public async Task<bool> TryWriteTextAsync(string key, string text, string? eTag, CancellationToken cancellationToken)
    {
        PutObjectRequest request = PutRequest(key, text);
        request.IfMatch = eTag;
        request.IfNoneMatch = eTag is null ? "*" : null;
        try
        {
            await Credentials.UseAsync(() => _client.PutObjectAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (AmazonS3Exception exception) when (
            exception.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict || (eTag is not null && S3Errors.IsMissing(exception)))
        {
            return false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw S3Errors.Translate(exception, "s3:PutObject", Name, key);
        }
    }

    /// <summary>Deletes an object; none there is no error.</summary>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        DoAsync("s3:DeleteObject", key, () => _client.DeleteObjectAsync(
            new DeleteObjectRequest { BucketName = Name, Key = key, ExpectedBucketOwner = ExpectedOwner }, cancellationToken), cancellationToken);

    /// <summary>Objects under <paramref name="prefix"/>, in the order of their keys, a page at a time as they are wanted.</summary>
    public async IAsyncEnumerable<ListedObject> ListAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ListObjectsV2Request request = new() { BucketName = Name, Prefix = prefix, ExpectedBucketOwner = ExpectedOwner };
        do
        {
            ListObjectsV2Response page = await DoAsync(
                "s3:ListBucket", prefix, () => _client.ListObjectsV2Async(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (S3Object item in page.S3Objects ?? [])
            {
                yield return new ListedObject(item.Key, item.Size ?? 0, item.ETag, item.LastModified);
            }

            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    /// <summary>Starts a multipart upload whose parts and full-object CRC-32 S3 is to check, if it can.</summary>
    /// <exception cref="RdsBackupException">S3AttributesRejected: not with these attributes; or any other error of S3.</exception>
    public async Task<OpenUpload> StartUploadAsync(
        string key, S3ObjectOptions options, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        try
        {
            return await StartUploadAsync(key, options, metadata, _takesChecksumAlgorithm, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception exception) when (_takesChecksumAlgorithm && RejectsHeader(exception))
        {
            return await StartPlainUploadAsync(key, options, metadata, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw TranslateStart(exception, key, options);
        }
    }

    /// <summary>From now on uploads are started without naming a checksum: their parts are then proved by their ETags.</summary>
    public void DeclareNoChecksums() => _takesChecksumAlgorithm = false;

    /// <summary>The parts S3 has of an upload, or null when the upload is gone.</summary>
    public async Task<IReadOnlyList<PartDetail>?> ListPartsAsync(string key, string uploadId, CancellationToken cancellationToken)
    {
        List<PartDetail> parts = [];
        ListPartsRequest request = new() { BucketName = Name, Key = key, UploadId = uploadId, ExpectedBucketOwner = ExpectedOwner };
        while (true)
        {
            ListPartsResponse? page = await FindAsync(
                "s3:ListMultipartUploadParts", key, () => _client.ListPartsAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
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

    /// <summary>
    /// Joins the parts, with a single try: after one whose answer was lost, another means something else. The SDK's own exception comes
    /// through: the caller has to tell 412, 409 and NoSuchUpload apart.
    /// </summary>
    public async Task CompleteUploadAsync(
        string key, OpenUpload upload, IEnumerable<PartETag> parts, ChecksumChain sent, bool overwrite, CancellationToken cancellationToken)
    {
        CompleteMultipartUploadRequest request = new()
        {
            BucketName = Name,
            Key = key,
            UploadId = upload.Id,
            PartETags = [.. parts],
            ChecksumCRC32 = upload.HasChecksums ? Crc32Checksum.ToBase64(sent.Crc32) : null,
            ChecksumType = upload.HasChecksums ? ChecksumType.FULL_OBJECT : null,
            MpuObjectSize = sent.Length,
            IfNoneMatch = overwrite ? null : "*",
            ExpectedBucketOwner = ExpectedOwner,
        };
        try
        {
            await Credentials.UseAsync(() => _singleTryClient.CompleteMultipartUploadAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            _refusedOverwriting = true;
            throw;
        }
    }

    /// <summary>
    /// Asks for <paramref name="length"/> bytes of an object from <paramref name="offset"/>, of the version with <paramref name="eTag"/> if
    /// given, with a single try. The SDK's own exception comes through: who reads knows what a refusal means.
    /// </summary>
    public Task<GetObjectResponse> GetRangeAsync(string key, string? eTag, long offset, long length, CancellationToken cancellationToken)
    {
        GetObjectRequest request = new()
        {
            BucketName = Name,
            Key = key,
            ByteRange = new ByteRange(offset, offset + length - 1),
            EtagToMatch = eTag,
            ExpectedBucketOwner = ExpectedOwner,
        };
        return Credentials.UseAsync(() => _singleTryClient.GetObjectAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>Uploads under <paramref name="prefix"/> that are neither completed nor aborted, by key, a page at a time as they are wanted.</summary>
    public async IAsyncEnumerable<MultipartUpload> ListUploadsAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ListMultipartUploadsRequest request = new() { BucketName = Name, Prefix = prefix, ExpectedBucketOwner = ExpectedOwner };
        bool hasMore = true;
        while (hasMore)
        {
            ListMultipartUploadsResponse page = await DoAsync(
                "s3:ListBucketMultipartUploads", prefix, () => _client.ListMultipartUploadsAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (MultipartUpload upload in page.MultipartUploads ?? [])
            {
                yield return upload;
            }

            (request.KeyMarker, request.UploadIdMarker, hasMore) = (page.NextKeyMarker, page.NextUploadIdMarker, page.IsTruncated == true);
        }
    }

    /// <summary>Drops an upload and its parts; one that is gone is no error.</summary>
    public Task AbortUploadAsync(string key, string uploadId, CancellationToken cancellationToken) =>
        FindAsync("s3:AbortMultipartUpload", key, () => _client.AbortMultipartUploadAsync(
            new AbortMultipartUploadRequest { BucketName = Name, Key = key, UploadId = uploadId, ExpectedBucketOwner = ExpectedOwner },
            cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _singleTryClient.Dispose();
        _client.Dispose();
        Credentials.Dispose();
    }

    private Task<ListObjectsV2Response> ListFirstAsync(string? prefix, CancellationToken cancellationToken)
    {
        ListObjectsV2Request request = new() { BucketName = Name, Prefix = prefix, MaxKeys = 1, ExpectedBucketOwner = ExpectedOwner };
        return DoAsync("s3:ListBucket", prefix ?? "", () => _client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
    }

    // An endpoint may know no checksums of uploads; its parts are then proved by their ETags, and the object by those.
    private async Task<OpenUpload> StartPlainUploadAsync(
        string key, S3ObjectOptions options, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        try
        {
            OpenUpload upload = await StartUploadAsync(key, options, metadata, withChecksums: false, cancellationToken).ConfigureAwait(false);
            DeclareNoChecksums();
            return upload;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw TranslateStart(exception, key, options);
        }
    }

    private async Task<OpenUpload> StartUploadAsync(
        string key, S3ObjectOptions options, IReadOnlyDictionary<string, string> metadata, bool withChecksums, CancellationToken cancellationToken)
    {
        InitiateMultipartUploadRequest request = new()
        {
            BucketName = Name,
            Key = key,
            ContentType = "application/octet-stream",
            ExpectedBucketOwner = ExpectedOwner,
            ChecksumAlgorithm = withChecksums ? ChecksumAlgorithm.CRC32 : null,
            ChecksumType = withChecksums ? ChecksumType.FULL_OBJECT : null,
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

        InitiateMultipartUploadResponse response = await Credentials.UseAsync(
            () => _client.InitiateMultipartUploadAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new OpenUpload(response.UploadId, response.ChecksumAlgorithm == ChecksumAlgorithm.CRC32);
    }

    private RdsBackupException TranslateStart(Exception exception, string key, S3ObjectOptions options)
    {
        string asked = string.Join(", ", options.Asked);
        return asked.Length > 0 && exception is AmazonS3Exception refusal && RejectsHeader(refusal)
            ? Errors.Create(
                nameof(Messages.S3AttributesRejected), RdsBackupErrorKind.NotSupported, exception, Name, asked, refusal.Message)
            : S3Errors.Translate(exception, "s3:PutObject", Name, key);
    }

    private bool RejectsHeader(AmazonS3Exception exception) =>
        !IsAmazon && (exception.StatusCode == HttpStatusCode.NotImplemented || exception.ErrorCode is "NotImplemented" or "InvalidArgument" or "InvalidRequest");

    private static string AddressOf(AmazonS3Client client, S3ConnectionOptions options) =>
        client.DetermineServiceOperationEndpoint(new ListObjectsV2Request { BucketName = options.Bucket }).URL;

    private static AmazonS3Config NewConfig(S3ConnectionOptions options, int retries)
    {
        AmazonS3Config config = new()
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = retries,
            MaxStaleConnectionRetries = retries,
            HttpClientFactory = new SdkConnections(),
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Profile is not null)
        {
            config.Profile = new Profile(options.Profile);
        }

        return config;
    }

    private static AmazonS3Config Configure(S3ConnectionOptions options, int retries)
    {
        AmazonS3Config config = NewConfig(options, retries);
        string region = AwsRegion.Find(options)
            ?? throw Errors.Create(nameof(Messages.AwsRegionRequired), RdsBackupErrorKind.InvalidInput, options.Bucket);
        config.AuthenticationRegion = region;
        config.Timeout = options.Patience.Idle;
        if (options.EndpointUrl is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = options.EndpointUrl.AbsoluteUri;
        }

        // An endpoint may also be named by AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or the profile; the SDK knows.
        bool isAmazon = config.ServiceURL is null;
        config.ForcePathStyle = options.PathStyle ?? !isAmazon;
        if (config.ServiceURL is { } url && config.ForcePathStyle)
        {
            config.EndpointProvider = new PathStyleEndpoint(new Uri(url), region);
        }

        config.RequestChecksumCalculation = isAmazon ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED;
        return config;
    }

    private PutObjectRequest PutRequest(string key, string text) => new()
    {
        BucketName = Name,
        Key = key,
        ContentBody = text,
        ContentType = "application/json",
        ExpectedBucketOwner = ExpectedOwner,
        UseChunkEncoding = IsAmazon,
    };

    private async Task<T?> FindAsync<T>(string action, string key, Func<Task<T>> request, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await Credentials.UseAsync(request, cancellationToken).ConfigureAwait(false);
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

    private async Task<T> DoAsync<T>(string action, string key, Func<Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await Credentials.UseAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw S3Errors.Translate(exception, action, Name, key);
        }
    }
}
