using RdsBackup.Alerting;
using RdsBackup.Aliyun;
using RdsBackup.Aws;
using RdsBackup.Configuration;
using RdsBackup.Runs;
using RdsBackup.S3;

namespace RdsBackup.Health;

/// <summary>Which checks there are to make: each distinct thing once, with the environments that use it.</summary>
/// <param name="settings">How.</param>
internal sealed class HealthPlan(HealthSettings settings)
{
    private readonly Dictionary<(string Name, object Key), HealthCheck> _known = [];
    private readonly List<HealthCheck> _checks = [];
    private readonly AwsClientOptions _identity = new()
    {
        AccessKeyId = settings.AwsAccessKeyId,
        SecretAccessKey = settings.AwsSecretAccessKey,
        SessionToken = settings.AwsSessionToken,
    };

    /// <summary>The checks, each after the one it requires.</summary>
    public IReadOnlyList<HealthCheck> Checks => _checks;

    /// <summary>Adds what belongs to no environment in particular.</summary>
    public void Add(RdsBackupConfiguration configuration)
    {
        string source = configuration.Files.Count > 0 ? string.Join(", ", configuration.Files) : "RDSBACKUP__*";
        _checks.Add(new ConfigurationCheck(source, configuration.Findings));
        RdsBackupOptions options = configuration.Options;
        AddState(options.Run.Lease);
        AddState(options.Alerts.State);
        AddFolder(HealthCheckName.LogFolder, options.Logging.Path);
        AddFolder(HealthCheckName.LogFolder, options.Run.ReportPath);
        foreach (AlertChannelOptions channel in options.Alerts.Channels.Values.Where(channel => channel is { Webhook: not null } or { Key: not null }))
        {
            AddRobot(channel);
        }
    }

    /// <summary>Adds that no configuration could be read.</summary>
    public void Add(RdsBackupException failure) => _checks.Add(new ConfigurationCheck("-", [ConfigurationFinding.Of(failure)]));

    /// <summary>Adds what environments use.</summary>
    public void Add(IEnumerable<EnvironmentOptions> environments)
    {
        foreach (EnvironmentOptions environment in environments)
        {
            string?[] regions = environment.Regions.Count > 0 ? [.. environment.Regions] : [null];
            foreach (string? region in environment.Cloud is null ? [] : regions)
            {
                AddRegion(environment, region);
            }

            if (environment.Destination.Bucket is not null && environment.Cloud != CloudProvider.Aws)
            {
                AddDestination(environment);
            }
        }
    }

    /// <summary>Adds the machine itself.</summary>
    public void AddMachine()
    {
        _checks.Add(MemoryCheck.OfThisMachine());
        AddFolder(HealthCheckName.StateFolder, AlertStates.DefaultFile);
    }

    private void AddRegion(EnvironmentOptions environment, string? region)
    {
        if (environment.Cloud == CloudProvider.Aliyun)
        {
            AddAliyun(environment, region);
        }
        else
        {
            AddAws(environment, region);
        }
    }

    private void AddAliyun(EnvironmentOptions environment, string? region)
    {
        AliyunClientOptions options = AliyunOptions(environment, region);
        string place = Join("aliyun", region, options.Profile), who = Join("aliyun", options.Profile);
        HealthCheck credentials = Ensure(HealthCheckName.Credentials, who, environment, () => CredentialsCheck.Of(who, options, settings.AliyunStsEndpoint));
        Ensure(HealthCheckName.Api, (place, options.Endpoint), environment, () => ApiCheck.Of(place, options, NamedOf(environment.Instances, environment.Tags), credentials));
        string service = Join("aliyun", region);
        Ensure(HealthCheckName.Clock, (service, options.Endpoint), environment, () => new ClockCheck(
            service, ClockCheck.UsualTolerance, settings.TimeProvider, () => AliyunRdsClient.EndpointOf(options)));
    }

    private void AddAws(EnvironmentOptions environment, string? region)
    {
        AwsClientOptions options = AwsOptions(environment, region);
        string place = Join("aws", region, options.Profile), service = Join("aws", region);
        HealthCheck credentials = EnsureAwsCredentials(environment, options);
        (AwsRdsKind kind, string? name) = environment.Instances.Count == 0 && environment.Clusters.Count > 0
            ? (AwsRdsKind.Cluster, NamedOf(environment.Clusters, environment.Tags))
            : (AwsRdsKind.Instance, NamedOf(environment.Instances, environment.Tags));
        Ensure(HealthCheckName.Api, (place, options.EndpointUrl, kind), environment, () => ApiCheck.Of(place, options, kind, name, credentials));
        Ensure(HealthCheckName.Clock, (service, options.EndpointUrl), environment, () => new ClockCheck(
            service, ClockCheck.AwsTolerance, settings.TimeProvider, () => AwsRdsClient.EndpointOf(options)));
        if (environment.Export.Bucket is not null)
        {
            AddBucket(environment, S3ConnectionOptions.Of(environment.Export, region, _identity), isVersioned: false);
        }

        if (environment.Export.RoleArn is { } role)
        {
            Ensure(HealthCheckName.ExportRole, (role, place), environment, () => new ExportRoleCheck(role, options) { Requires = credentials });
        }

        if (environment.Export.KmsKeyId is { } key)
        {
            Ensure(HealthCheckName.ExportKey, (key, place), environment, () => new ExportKeyCheck(key, options) { Requires = credentials });
        }
    }

    private void AddDestination(EnvironmentOptions environment)
    {
        DestinationOptions place = environment.Destination;
        S3ConnectionOptions options = S3ConnectionOptions.Of(place, identity: _identity);
        S3ObjectOptions attributes = new() { ServerSideEncryption = place.ServerSideEncryption, KmsKeyId = place.KmsKeyId };
        HealthCheck bucket = AddBucket(environment, options, isVersioned: true);
        string prefix = place.Prefix?.Trim('/') ?? "", under = prefix.Length == 0 ? bucket.Target : $"{bucket.Target}/{prefix}";
        Ensure(HealthCheckName.BucketObjectLock, KeyOf(options), environment, () => new BucketObjectLockCheck(bucket.Target, options) { Requires = bucket });
        Ensure(HealthCheckName.BucketUploadRule, (KeyOf(options), prefix), environment, () => new BucketUploadRuleCheck(under, options, prefix) { Requires = bucket });
        Ensure(HealthCheckName.BucketWrite, (KeyOf(options), prefix, attributes.ServerSideEncryption, attributes.KmsKeyId), environment, () =>
            new BucketWriteCheck(under, options, prefix, attributes) { Requires = bucket });
    }

    private HealthCheck AddBucket(EnvironmentOptions? environment, S3ConnectionOptions options, bool isVersioned)
    {
        object key = KeyOf(options);
        string target = $"s3://{options.Bucket}";
        HealthCheck? credentials = BackupBucket.IsAtAmazon(options) ? EnsureAwsCredentials(environment, options) : null;
        HealthCheck bucket = Ensure(HealthCheckName.Bucket, key, environment, () => new BucketCheck(target, options, settings.TimeProvider) { Requires = credentials });
        string service = Join("s3", options.EndpointUrl?.Authority ?? options.Region);
        Ensure(HealthCheckName.Clock, service, environment, () => new ClockCheck(
            service, ClockCheck.UsualTolerance, settings.TimeProvider, () => BackupBucket.EndpointOf(options)));
        Ensure(HealthCheckName.BucketPublicAccess, key, environment, () => new BucketPublicAccessCheck(target, options) { Requires = bucket });
        if (isVersioned)
        {
            Ensure(HealthCheckName.BucketVersioning, key, environment, () => new BucketVersioningCheck(target, options) { Requires = bucket });
        }

        return bucket;
    }

    private void AddRobot(AlertChannelOptions channel)
    {
        if (settings.Secrets is { } secrets)
        {
            Ensure(HealthCheckName.Robot, channel.Name, environment: null, () => new RobotCheck(channel, secrets, settings));
        }
    }

    private void AddState(StateOptions state)
    {
        if (state.S3 is { Bucket: not null, Key: { } key } place)
        {
            S3ConnectionOptions options = S3ConnectionOptions.Of(place, identity: _identity);
            HealthCheck bucket = AddBucket(environment: null, options, isVersioned: false);
            string prefix = key.Contains('/', StringComparison.Ordinal) ? key[..key.LastIndexOf('/')] : "";
            string under = prefix.Length == 0 ? bucket.Target : $"{bucket.Target}/{prefix}";
            Ensure(HealthCheckName.BucketWrite, (KeyOf(options), prefix, (string?)null, (string?)null), environment: null, () =>
                new BucketWriteCheck(under, options, prefix, new S3ObjectOptions()) { Requires = bucket });
        }

        AddFolder(HealthCheckName.StateFolder, state.File);
    }

    private void AddFolder(string name, string? file)
    {
        if (file is not null && Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Ensure(name, folder, environment: null, () => new FolderCheck(name, folder, isLocked: name == HealthCheckName.StateFolder));
        }
    }

    private HealthCheck EnsureAwsCredentials(EnvironmentOptions? environment, AwsConnectionOptions of)
    {
        string who = Join("aws", of.Profile);
        return Ensure(HealthCheckName.Credentials, who, environment, () => CredentialsCheck.Of(who, new AwsClientOptions
        {
            Region = of.Region,
            Profile = of.Profile,
            AccessKeyId = of.AccessKeyId,
            SecretAccessKey = of.SecretAccessKey,
            SessionToken = of.SessionToken,
            EndpointUrl = settings.AwsStsEndpoint,
        }));
    }

    private HealthCheck Ensure(string name, object key, EnvironmentOptions? environment, Func<HealthCheck> create)
    {
        if (!_known.TryGetValue((name, key), out HealthCheck? check))
        {
            check = create();
            _known.Add((name, key), check);
            _checks.Add(check);
        }

        check.UsedBy(environment?.Name ?? "");
        return check;
    }

    // The first instance that is named, when nothing but named ones are meant.
    private static string? NamedOf(IReadOnlyList<string> names, IReadOnlyList<string> tags)
    {
        InstanceSelection selection = new(names, tags);
        return selection.HasPatterns || selection.Named.Count == 0 ? null : selection.Named[0];
    }

    private static object KeyOf(S3ConnectionOptions options) =>
        (options.Bucket, options.Region, options.Profile, options.EndpointUrl, options.PathStyle, options.ExpectedBucketOwner);

    private static string Join(params string?[] words) => string.Join(' ', words.Where(word => !string.IsNullOrEmpty(word)));

    private AliyunClientOptions AliyunOptions(EnvironmentOptions environment, string? region) => new()
    {
        RegionId = region,
        Endpoint = environment.Endpoint,
        AccessKeyId = settings.AliyunAccessKeyId,
        AccessKeySecret = settings.AliyunAccessKeySecret,
        Profile = settings.AliyunAccessKeyId is null ? environment.Profile : null,
        TimeProvider = settings.TimeProvider,
        Log = settings.Log,
    };

    private AwsClientOptions AwsOptions(EnvironmentOptions environment, string? region) => new()
    {
        Region = region,
        EndpointUrl = environment.Endpoint,
        AccessKeyId = settings.AwsAccessKeyId,
        SecretAccessKey = settings.AwsSecretAccessKey,
        SessionToken = settings.AwsSessionToken,
        Profile = settings.AwsAccessKeyId is null ? environment.Profile : null,
        TimeProvider = settings.TimeProvider,
        Log = settings.Log,
    };
}
