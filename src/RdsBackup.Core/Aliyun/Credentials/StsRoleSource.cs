using System.Text.Json;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>A RAM role lent by STS (2015-04-01): AssumeRole, signed, or AssumeRoleWithOIDC, which proves itself by its token.</summary>
/// <param name="role">The role.</param>
/// <param name="sts">Calls STS: as the identity that may assume the role, or anonymously with OIDC.</param>
internal sealed class StsRoleSource(StsRole role, AliyunApi sts) : ICredentialSource
{
    private static readonly Dictionary<string, string?> NoParameters = [];

    /// <inheritdoc/>
    public string Name => role.Arn;

    /// <inheritdoc/>
    public async Task<AliyunCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        using JsonDocument answer = await sts.CallAsync(Call(), cancellationToken);
        return LentCredentials.Read(answer.RootElement.Member("Credentials") ?? answer.RootElement, Name);
    }

    private AliyunCall Call()
    {
        Dictionary<string, string?> parameters = Parameters();
        return role.Identity is null
            ? new AliyunCall(AliyunProduct.Sts, role.Endpoint, "AssumeRole", parameters) { Subject = role.Arn, Resource = role.Arn }
            : new AliyunCall(AliyunProduct.Sts, role.Endpoint, "AssumeRoleWithOIDC", NoParameters)
            {
                Form = parameters.Where(parameter => parameter.Value is not null).ToDictionary(parameter => parameter.Key, parameter => parameter.Value!),
                Subject = role.Arn,
                Resource = role.Arn,
            };
    }

    private Dictionary<string, string?> Parameters()
    {
        var parameters = new Dictionary<string, string?>
        {
            ["RoleArn"] = role.Arn,
            ["RoleSessionName"] = role.SessionName,
            ["DurationSeconds"] = role.DurationSeconds?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Policy"] = role.Policy,
        };
        if (role.Identity is { } identity)
        {
            parameters["OIDCProviderArn"] = identity.ProviderArn;
            parameters["OIDCToken"] = CredentialFile.ReadText(identity.TokenFile).Trim();
        }
        else
        {
            parameters["ExternalId"] = role.ExternalId;
        }

        return parameters;
    }
}
