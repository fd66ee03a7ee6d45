namespace RdsBackup.Aliyun.Credentials;

/// <summary>Providers of the sections of Alibaba Cloud's <c>credentials.ini</c>, by their type.</summary>
internal sealed class IniProfiles(CredentialProviders providers)
{
    /// <summary>The provider of a section.</summary>
    /// <exception cref="RdsBackupException">The section cannot be used.</exception>
    public IAliyunCredentialProvider Provider(CredentialSettings section)
    {
        string label = section.ToString();
        string type = section.Required("type");
        return type switch
        {
            "access_key" => new StaticCredentialProvider(label, section.AccessKey()),
            "ram_role_arn" => providers.Role(Role(section), new StaticCredentialProvider(label, section.AccessKey())),
            "oidc_role_arn" => providers.Role(Role(section) with { Identity = Identity(section) }, signer: null),
            "ecs_ram_role" => providers.Metadata(section.Text("role_name")),
            _ => throw section.Unsupported(type),
        };
    }

    private StsRole Role(CredentialSettings section) => new(
        section.Required("role_arn"),
        providers.SessionName(section.Text("role_session_name")),
        providers.StsEndpoint(section.Text("sts_region"), section.Flag("enable")))
    {
        Policy = section.Text("policy"),
        ExternalId = section.Text("external_id"),
    };

    private static OidcIdentity Identity(CredentialSettings section) =>
        new(section.Required("oidc_provider_arn"), section.Required("oidc_token_file_path"));
}
