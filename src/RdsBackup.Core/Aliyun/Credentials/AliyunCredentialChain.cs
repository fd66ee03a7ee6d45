using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>Finds whom to call Alibaba Cloud as: the given AccessKey, the given profile, or the default chain.</summary>
internal static class AliyunCredentialChain
{
    /// <summary>The provider for <paramref name="options"/>. Nothing is fetched yet.</summary>
    /// <exception cref="RdsBackupException">The AccessKey lacks its secret, or the named profile cannot be used.</exception>
    public static IAliyunCredentialProvider Create(AliyunClientOptions options, CredentialEnvironment? environment = null)
    {
        environment ??= CredentialEnvironment.Machine;
        var providers = new CredentialProviders(environment, options.TimeProvider, OperationLogger.For(options.Log));
        if (options.AccessKeyId is not null || options.AccessKeySecret is not null)
        {
            return Given(options);
        }

        return options.Profile is { } profile
            ? new CliProfiles(ReadConfiguration(environment), providers).Provider(profile)
            : new DefaultCredentialChain(new DefaultCredentialPlaces(providers).InOrder, OperationLogger.For(options.Log));
    }

    /// <summary>
    /// The region to use when none is given: of the named profile, else of <c>ALIBABA_CLOUD_REGION_ID</c>, else of the profile or
    /// ini section in use; null when none of them says.
    /// </summary>
    /// <exception cref="RdsBackupException">The named profile does not exist, or a file is malformed.</exception>
    public static string? FindRegion(AliyunClientOptions options, CredentialEnvironment? environment = null)
    {
        environment ??= CredentialEnvironment.Machine;
        string? named = options.Profile is { } profile
            ? CliProfiles.Find(ReadConfiguration(environment), profile).Text("region_id")
            : null;
        return named ?? environment.Variable("ALIBABA_CLOUD_REGION_ID", "ALICLOUD_REGION_ID") ?? RegionInUse(options, environment);
    }

    private static string? RegionInUse(AliyunClientOptions options, CredentialEnvironment environment)
    {
        var providers = new CredentialProviders(environment, options.TimeProvider, OperationLogger.For(options.Log));
        var places = new DefaultCredentialPlaces(providers);
        (CliConfiguration? configuration, string? profile, _) = places.FindCliProfile();
        return configuration?.Profile(profile!)?.Text("region_id") ?? places.FindIniSection().Section?.Text("region_id");
    }

    private static StaticCredentialProvider Given(AliyunClientOptions options) =>
        options is { AccessKeyId: { Length: > 0 } id, AccessKeySecret: { Length: > 0 } secret }
            ? new StaticCredentialProvider(id, new AliyunCredentials(id, secret))
            : throw Errors.Create(
                nameof(Messages.AliyunAccessKeyIncomplete), RdsBackupErrorKind.InvalidInput,
                string.IsNullOrEmpty(options.AccessKeyId) ? nameof(options.AccessKeySecret) : nameof(options.AccessKeyId),
                string.IsNullOrEmpty(options.AccessKeyId) ? nameof(options.AccessKeyId) : nameof(options.AccessKeySecret));

    private static CliConfiguration ReadConfiguration(CredentialEnvironment environment) =>
        CliConfiguration.Read(CliConfiguration.PathIn(environment.HomeFolder));
}
