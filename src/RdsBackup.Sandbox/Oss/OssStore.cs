using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RdsBackup.Sandbox;

/// <summary>The emulated OSS: objects, and links signed in the V1 form (HMAC-SHA1 over verb, expiry and resource).</summary>
public sealed class OssStore
{
    private const string AccessKeyId = "LTAIsandboxOssLinks0001";
    private static readonly byte[] AccessKeySecret = "sandboxOssLinkSecret0000000001"u8.ToArray();
    private readonly ConcurrentDictionary<string, OssObject> _objects = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    internal OssStore(TimeProvider time) => _time = time;

    /// <summary>Faults of downloads; the operation is <c>GetObject</c>, the key the object's.</summary>
    public FaultRules Faults { get; } = new();

    /// <summary>The downloads.</summary>
    public ConcurrentQueue<SandboxRequest> Requests { get; } = new();

    /// <summary>How long a link lives from the call that returns it; one hour, as RDS documents.</summary>
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromHours(1);

    internal DateTimeOffset LinkExpiry => _time.GetUtcNow() + LinkLifetime;

    /// <summary>Where public links lead from now on.</summary>
    public Uri PublicEndpoint { get; set; } = null!;

    /// <summary>Where internal links lead from now on.</summary>
    public Uri InternalEndpoint { get; set; } = null!;

    /// <summary>Puts an object there, in place of one with the same bucket and key.</summary>
    /// <param name="value">The object.</param>
    public OssObject Put(OssObject value)
    {
        _objects[$"/{value.Bucket}/{value.Key}"] = value;
        return value;
    }

    /// <summary>A download link of an object that lives <see cref="LinkLifetime"/> from now.</summary>
    /// <param name="value">The object.</param>
    /// <param name="isInternal">Whether the link leads to the internal endpoint.</param>
    public Uri Link(OssObject value, bool isInternal = false)
    {
        string resource = $"/{value.Bucket}/{value.Key}";
        string expires = LinkExpiry.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string path = $"/{value.Bucket}/{string.Join('/', value.Key.Split('/').Select(Uri.EscapeDataString))}";
        string query = $"?OSSAccessKeyId={AccessKeyId}&Expires={expires}&Signature={Uri.EscapeDataString(Sign("GET", expires, resource))}";
        return new Uri(isInternal ? InternalEndpoint : PublicEndpoint, path + query);
    }

    internal OssObject? Find(string resource) => _objects.GetValueOrDefault(resource);

    internal static bool IsSigned(string verb, string resource, IReadOnlyDictionary<string, string> query) =>
        query.GetValueOrDefault("OSSAccessKeyId") == AccessKeyId
        && Sign(verb, query.GetValueOrDefault("Expires", ""), resource) == query.GetValueOrDefault("Signature");

    // Content-MD5 and Content-Type are empty lines: a browser's GET has neither.
    private static string Sign(string verb, string expires, string resource) =>
        Convert.ToBase64String(HMACSHA1.HashData(AccessKeySecret, Encoding.UTF8.GetBytes($"{verb}\n\n\n{expires}\n{resource}")));
}
