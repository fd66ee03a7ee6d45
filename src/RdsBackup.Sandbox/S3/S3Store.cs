using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace RdsBackup.Sandbox;

/// <summary>The emulated S3: keys, buckets and what is in them. Bytes lie in files, descriptions in memory.</summary>
public sealed class S3Store
{
    private readonly ConcurrentDictionary<string, S3Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AccessKey> _keys = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    internal S3Store(TimeProvider time, string dataDirectory, bool isSink)
    {
        _time = time;
        Data = Directory.CreateDirectory(Path.Combine(dataDirectory, "s3"));
        IsSink = isSink;
        AddKey(new AccessKey(AccessKeyId, SecretAccessKey));
    }

    /// <summary>The access key id that is accepted.</summary>
    public string AccessKeyId => "AKIASANDBOX000000001";

    /// <summary>Its secret.</summary>
    public string SecretAccessKey => "sandboxSecretAccessKey000000000000000001";

    /// <summary>The region of new buckets.</summary>
    public string Region => "us-east-1";

    /// <summary>Faults of S3; the operation is the API's name, for example <c>UploadPart</c>.</summary>
    public FaultRules Faults { get; } = new();

    /// <summary>The requests to S3.</summary>
    public ConcurrentQueue<SandboxRequest> Requests { get; } = new();

    internal DirectoryInfo Data { get; }

    internal bool IsSink { get; }

    /// <summary>Names of all buckets.</summary>
    public IReadOnlyList<string> BucketNames => [.. Buckets.Select(bucket => bucket.Name)];

    internal IEnumerable<S3Bucket> Buckets => _buckets.Values.OrderBy(bucket => bucket.Name, StringComparer.Ordinal);

    /// <summary>Creates a bucket.</summary>
    /// <param name="name">Its name; it must be new.</param>
    /// <param name="options">How it is; unversioned in <see cref="Region"/> when null.</param>
    public void CreateBucket(string name, S3BucketOptions? options = null)
    {
        if (!_buckets.TryAdd(name, new S3Bucket(name, options ?? new S3BucketOptions(), _time.GetUtcNow())))
        {
            throw new ArgumentException($"The bucket {name} exists already.", nameof(name));
        }
    }

    /// <summary>Accepts a key besides the store's own.</summary>
    /// <param name="key">The key; one with the same id is replaced.</param>
    public void AddKey(AccessKey key) => _keys[key.Id] = key;

    /// <summary>The objects of a bucket, in key order.</summary>
    /// <param name="bucket">Its name.</param>
    public IReadOnlyList<S3Object> Objects(string bucket) => _buckets[bucket].Objects;

    /// <summary>The uploads of a bucket that are neither completed nor aborted.</summary>
    /// <param name="bucket">Its name.</param>
    public IReadOnlyList<S3Upload> OpenUploads(string bucket) => _buckets[bucket].Uploads;

    /// <summary>The bytes of an object.</summary>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="key">The object's key.</param>
    /// <exception cref="KeyNotFoundException">There is no such object.</exception>
    /// <exception cref="NotSupportedException">The store is a sink.</exception>
    public Content Content(string bucket, string key) =>
        ContentOf(_buckets[bucket].Find(key) ?? throw new KeyNotFoundException($"No object {key} in {bucket}."));

    /// <summary>The bytes of a small object.</summary>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="key">The object's key.</param>
    public async Task<byte[]> ReadObject(string bucket, string key)
    {
        Content content = Content(bucket, key);
        byte[] bytes = new byte[content.Length];
        await content.ReadAsync(0, bytes);
        return bytes;
    }

    /// <summary>Puts an object into a bucket, as another service of the cloud does. The bytes stay in memory and may be shared.</summary>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="key">The object's key.</param>
    /// <param name="bytes">Its bytes, which must not change.</param>
    /// <param name="attributes">What it is created with; the defaults when null.</param>
    /// <exception cref="KeyNotFoundException">There is no such bucket.</exception>
    public void Put(string bucket, string key, byte[] bytes, S3Attributes? attributes = null)
    {
        S3Bucket target = _buckets[bucket];
        using S3Checksum checksum = S3Checksum.Create("CRC64NVME");
        checksum.Append(bytes);
        string etag = $"\"{Convert.ToHexStringLower(MD5.HashData(bytes))}\"";
        S3Object value = new(key, bytes.Length, etag, _time.GetUtcNow(), attributes ?? new S3Attributes(), new S3ObjectChecksum("CRC64NVME", "FULL_OBJECT", checksum.Finish()), target.NewVersionId())
        {
            Held = new MemoryContent(bytes),
        };
        Discard(target.Store(value, default));
    }

    internal AccessKey? Key(string accessKeyId) => _keys.GetValueOrDefault(accessKeyId);

    internal void Remove(S3Bucket bucket) => _buckets.TryRemove(bucket.Name, out _);

    internal S3Bucket? Find(string bucket) => _buckets.GetValueOrDefault(bucket);

    internal static Content ContentOf(S3Object value) => value.Held ?? new FileContent([.. value.Parts.Select(part =>
        (part.File?.FullName ?? throw new NotSupportedException("A sink keeps no bytes."), part.Size))]);

    internal static void Discard(IEnumerable<S3Part> parts)
    {
        foreach (S3Part part in parts)
        {
            part.File?.Delete();
        }
    }
}
