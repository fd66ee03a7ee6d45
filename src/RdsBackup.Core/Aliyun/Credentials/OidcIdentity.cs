namespace RdsBackup.Aliyun.Credentials;

/// <summary>Who asks for a role by an OpenID Connect token.</summary>
/// <param name="ProviderArn">The provider, <c>acs:ram::account:oidc-provider/name</c>.</param>
/// <param name="TokenFile">Path of the file the token lies in. Read each time: Kubernetes renews it.</param>
internal sealed record OidcIdentity(string ProviderArn, string TokenFile);
