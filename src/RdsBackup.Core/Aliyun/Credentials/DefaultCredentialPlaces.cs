using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>The places of the default chain; each either has a provider or says why not.</summary>
internal sealed class DefaultCredentialPlaces(CredentialProviders providers)
{
    private const string DefaultSection = "default";
    private static readonly string[] ProfileSwitches = ["ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "ALIBABA_CLOUD_IGNORE_PROFILE"];
    private readonly CredentialEnvironment _environment = providers.Environment;

    /// <summary>All of them, first choice first.</summary>
    public IReadOnlyList<Func<CredentialOffer>> InOrder => [Variables, OidcRole, CliProfile, IniFile, Metadata, CredentialsUri];

    /// <summary>The profile of the command line that is in use, or why there is none.</summary>
    public (CliConfiguration? Configuration, string? Profile, string? Refusal) FindCliProfile()
    {
        string path = CliConfiguration.PathIn(_environment.HomeFolder);
        string? off = ProfileSwitches.FirstOrDefault(_environment.IsOn);
        if (off is not null || !File.Exists(path))
        {
            return (null, null, off is null ? FileMissing(path) : TurnedOff(path, off));
        }

        CliConfiguration configuration = CliConfiguration.Read(path);
        string? name = ProfileVariable ?? configuration.Current;
        return name is not null && configuration.Profile(name) is not null
            ? (configuration, name, null)
            : (null, null, Errors.Text(nameof(Messages.AliyunPlaceProfileMissing), path, name ?? "current"));
    }

    /// <summary>The section of the ini file that is in use, or why there is none.</summary>
    public (CredentialSettings? Section, string? Refusal) FindIniSection()
    {
        string folder = Path.Combine(_environment.HomeFolder, ".alibabacloud");
        string[] candidates = _environment.Variable("ALIBABA_CLOUD_CREDENTIALS_FILE") is { } given
            ? [given]
            : [Path.Combine(folder, "credentials.ini"), Path.Combine(folder, "credentials")];
        string? path = candidates.FirstOrDefault(File.Exists);
        if (path is null)
        {
            return (null, FileMissing(candidates[0]));
        }

        string name = ProfileVariable ?? DefaultSection;
        CredentialSettings? section = CredentialIniFile.ReadSection(path, name);
        return (section, section is null ? Errors.Text(nameof(Messages.AliyunPlaceProfileMissing), path, name) : null);
    }

    // Names that begin with ALICLOUD are those of older command lines.
    private string? ProfileVariable => _environment.Variable("ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE");

    private CredentialOffer Variables()
    {
        const string IdName = "ALIBABA_CLOUD_ACCESS_KEY_ID", SecretName = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
        string? id = _environment.Variable(IdName, "ALICLOUD_ACCESS_KEY_ID");
        string? secret = _environment.Variable(SecretName, "ALICLOUD_ACCESS_KEY_SECRET");
        string? token = _environment.Variable("ALIBABA_CLOUD_SECURITY_TOKEN", "ALICLOUD_SECURITY_TOKEN");
        return (id, secret) switch
        {
            (null, null) => new CredentialOffer(null, Unset(IdName, SecretName)),
            (not null, not null) => new CredentialOffer(new StaticCredentialProvider(IdName, new AliyunCredentials(id, secret, token))),
            _ => throw Errors.Create(
                nameof(Messages.AliyunAccessKeyIncomplete), RdsBackupErrorKind.InvalidInput,
                id is null ? SecretName : IdName, id is null ? IdName : SecretName),
        };
    }

    private CredentialOffer OidcRole()
    {
        const string RoleName = "ALIBABA_CLOUD_ROLE_ARN", ProviderName = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", FileName = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
        string[] unset = [.. new[] { RoleName, ProviderName, FileName }.Where(name => _environment.Variable(name) is null)];
        if (unset.Length > 0)
        {
            return new CredentialOffer(null, Unset(unset));
        }

        var role = new StsRole(
            _environment.Variable(RoleName)!, providers.SessionName(null), providers.StsEndpoint(region: null, isInVpc: false))
        {
            Identity = new OidcIdentity(_environment.Variable(ProviderName)!, _environment.Variable(FileName)!),
        };
        return new CredentialOffer(providers.Role(role, signer: null));
    }

    private CredentialOffer CliProfile()
    {
        (CliConfiguration? configuration, string? profile, string? refusal) = FindCliProfile();
        return configuration is null
            ? new CredentialOffer(null, refusal)
            : new CredentialOffer(new CliProfiles(configuration, providers).Provider(profile!));
    }

    private CredentialOffer IniFile()
    {
        (CredentialSettings? section, string? refusal) = FindIniSection();
        return section is null
            ? new CredentialOffer(null, refusal)
            : new CredentialOffer(new IniProfiles(providers).Provider(section));
    }

    private CredentialOffer Metadata()
    {
        const string Switch = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
        string? role = _environment.Variable("ALIBABA_CLOUD_ECS_METADATA");
        return _environment.IsOn(Switch)
            ? new CredentialOffer(null, TurnedOff(_environment.MetadataAddress.Authority, Switch))
            : new CredentialOffer(providers.Metadata(role)) { IsGuess = role is null };
    }

    private CredentialOffer CredentialsUri()
    {
        const string Name = "ALIBABA_CLOUD_CREDENTIALS_URI";
        return _environment.Variable(Name) is not { } address
            ? new CredentialOffer(null, Unset(Name))
            : new CredentialOffer(providers.FromUri(address) ?? throw Errors.Create(
                nameof(Messages.AliyunCredentialsUriInvalid), RdsBackupErrorKind.InvalidInput, Name));
    }

    private static string Unset(params string[] names) =>
        Errors.Text(nameof(Messages.AliyunPlaceVariablesUnset), string.Join(", ", names));

    private static string FileMissing(string path) => Errors.Text(nameof(Messages.AliyunPlaceFileMissing), path);

    private static string TurnedOff(string place, string variable) =>
        Errors.Text(nameof(Messages.AliyunPlaceTurnedOff), place, variable);
}
