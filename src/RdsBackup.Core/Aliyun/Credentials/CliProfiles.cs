using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>
/// Providers of the profiles of <c>~/.aliyun/config.json</c>, by the modes that Alibaba Cloud's command line and C# library share.
/// Modes that need a browser (CloudSSO, OAuth) are refused: this module runs where nobody sits.
/// </summary>
internal sealed class CliProfiles(CliConfiguration configuration, CredentialProviders providers)
{
    /// <summary>The provider of a profile.</summary>
    /// <exception cref="RdsBackupException">There is no such profile, or it cannot be used.</exception>
    public IAliyunCredentialProvider Provider(string name) => Provider(name, []);

    /// <summary>A profile that must be there.</summary>
    /// <exception cref="RdsBackupException">AliyunProfileNotFound.</exception>
    public static CredentialSettings Find(CliConfiguration configuration, string name) =>
        configuration.Profile(name) ?? throw Errors.Create(
            nameof(Messages.AliyunProfileNotFound), RdsBackupErrorKind.NotFound,
            name, configuration.File, string.Join(", ", configuration.ProfileNames));

    private IAliyunCredentialProvider Provider(string name, IReadOnlyList<string> visited)
    {
        CredentialSettings profile = Find(configuration, name);
        string label = profile.ToString();
        string mode = profile.Required("mode");
        return mode switch
        {
            "AK" => new StaticCredentialProvider(label, profile.AccessKey()),
            "StsToken" => new StaticCredentialProvider(label, profile.AccessKey() with { SecurityToken = profile.Required("sts_token") }),
            "RamRoleArn" => providers.Role(Role(profile), new StaticCredentialProvider(label, profile.AccessKey())),
            "ChainableRamRoleArn" => providers.Role(Role(profile), Source(profile, [.. visited, name])),
            "OIDC" => providers.Role(Role(profile) with { Identity = Identity(profile) }, signer: null),
            "EcsRamRole" => providers.Metadata(profile.Text("ram_role_name")),
            "External" => providers.Process(Allowed(profile).Required("process_command"), label),
            "CredentialsURI" => providers.FromUri(Allowed(profile).Required("credentials_uri")) ?? throw profile.Invalid("credentials_uri"),
            _ => throw profile.Unsupported(mode),
        };
    }

    private IAliyunCredentialProvider Source(CredentialSettings profile, IReadOnlyList<string> visited)
    {
        string source = profile.Required("source_profile");
        return visited.Contains(source)
            ? throw Errors.Create(
                nameof(Messages.AliyunProfileLoop), RdsBackupErrorKind.InvalidInput,
                profile.File, string.Join(" → ", visited.Append(source)))
            : Provider(source, visited);
    }

    private StsRole Role(CredentialSettings profile) => new(
        profile.Required("ram_role_arn"),
        providers.SessionName(profile.Text("ram_session_name")),
        providers.StsEndpoint(profile.Text("sts_region"), profile.Flag("enable_vpc")))
    {
        DurationSeconds = profile.Integer("expired_seconds") is var seconds and > 0 ? seconds : null,
        Policy = profile.Text("policy"),
        ExternalId = profile.Text("external_id"),
    };

    private static OidcIdentity Identity(CredentialSettings profile) =>
        new(profile.Required("oidc_provider_arn"), profile.Required("oidc_token_file"));

    // As the command line has it: the switch is for both modes that hand the decision to something outside.
    private CredentialSettings Allowed(CredentialSettings profile) =>
        providers.Environment.IsOn("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS")
            ? throw Errors.Create(
                nameof(Messages.AliyunProfileModeDisabled), RdsBackupErrorKind.NotSupported,
                profile.File, profile.Name, profile.Required("mode"))
            : profile;
}
