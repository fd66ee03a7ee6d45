using System.Collections.Concurrent;

namespace RdsBackup.Sandbox;

/// <summary>The emulated Alibaba Cloud account: its keys, regions, instances and what it is denied.</summary>
public sealed class AliyunAccount
{
    private readonly ConcurrentDictionary<string, SandboxInstance> _instances = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AccessKey> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _denied = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Uri> _endpoints = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    internal AliyunAccount(TimeProvider time, OssStore oss)
    {
        _time = time;
        Oss = oss;
        AddKey(new AccessKey(AccessKeyId, AccessKeySecret));
    }

    /// <summary>The access key id that is accepted.</summary>
    public string AccessKeyId => "LTAIsandboxAccessKey0001";

    /// <summary>Its secret.</summary>
    public string AccessKeySecret => "sandboxAccessKeySecret00000001";

    /// <summary>The account's number, as in role ARNs.</summary>
    public string AccountId => "1234567890123456";

    /// <summary>The region of most seeded instances.</summary>
    public string Region => "cn-hangzhou";

    /// <summary>The OIDC token that AssumeRoleWithOIDC accepts.</summary>
    public string OidcToken => "sandbox.oidc.token";

    /// <summary>The files behind the download links.</summary>
    public OssStore Oss { get; }

    /// <summary>Faults of RDS and STS; the operation is the action, the key the instance id.</summary>
    public FaultRules Faults { get; } = new();

    /// <summary>The requests to RDS and STS.</summary>
    public ConcurrentQueue<SandboxRequest> Requests { get; } = new();

    /// <summary>Whether errors are answered in XML instead of JSON.</summary>
    public bool ErrorsAsXml { get; set; }

    /// <summary>The instances, by id.</summary>
    public IReadOnlyCollection<SandboxInstance> Instances => [.. _instances.Values.OrderBy(instance => instance.Id, StringComparer.Ordinal)];

    /// <summary>The regions that have an endpoint.</summary>
    public IReadOnlyCollection<string> Regions => [.. _endpoints.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The endpoint of one region, which knows that region's instances only.</summary>
    /// <param name="regionId">One of <see cref="Regions"/>.</param>
    /// <exception cref="KeyNotFoundException">No such region in the sandbox's options.</exception>
    public Uri EndpointFor(string regionId) => _endpoints[regionId];

    /// <summary>Adds an instance.</summary>
    /// <param name="instance">The instance; its id must be new.</param>
    public SandboxInstance Add(SandboxInstance instance) =>
        _instances.TryAdd(instance.Id, instance) ? instance : throw new ArgumentException($"The instance {instance.Id} exists already.", nameof(instance));

    /// <summary>An instance by id.</summary>
    /// <param name="instanceId">Its id.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public SandboxInstance Instance(string instanceId) => _instances[instanceId];

    /// <summary>Gives an instance many backups that cost no memory, older than those it has. All share one small file.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="interval">From one to the next; ten minutes when null.</param>
    public void AddSyntheticBackups(string instanceId, long count, TimeSpan? interval = null)
    {
        TimeSpan step = interval ?? TimeSpan.FromMinutes(10);
        SandboxInstance instance = Instance(instanceId);
        DateTimeOffset newest = (instance.Backups.Count > 0 ? instance.Backups[^1].Start : _time.GetUtcNow().TruncateToSeconds()) - step;
        OssObject file = Oss.Put(new OssObject($"rdsbak-{instance.RegionId}", $"{instanceId}/synthetic_xb.qp", Content.Generated(7, 64 * 1024, FileMagic.Qpress), newest));
        instance.SetSynthetic(new SyntheticBackups(newest, step, count, file));
    }

    /// <summary>Accepts a key besides the account's own.</summary>
    /// <param name="key">The key; one with the same id is replaced.</param>
    public void AddKey(AccessKey key) => _keys[key.Id] = key;

    /// <summary>Denies an action, as RAM does.</summary>
    /// <param name="action">The operation's name, for example <c>DescribeBackups</c>.</param>
    public void Deny(string action) => _denied[action] = true;

    internal bool IsDenied(string action) => _denied.ContainsKey(action);

    internal AccessKey? Key(string accessKeyId) => _keys.GetValueOrDefault(accessKeyId);

    internal SandboxInstance? Find(string instanceId) => _instances.GetValueOrDefault(instanceId);

    internal void SetEndpoint(string regionId, Uri endpoint) => _endpoints[regionId] = endpoint;

    /// <summary>A new temporary key of a role.</summary>
    internal AccessKey Issue(TimeSpan lifetime)
    {
        string unique = Guid.NewGuid().ToString("N");
        AccessKey key = new($"STS.sandbox{unique[..16]}", $"sandboxTempSecret{unique[16..]}", $"CAIS{unique}+/==", _time.GetUtcNow() + lifetime);
        AddKey(key);
        return key;
    }
}
