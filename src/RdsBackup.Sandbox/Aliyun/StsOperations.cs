using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RdsBackup.Sandbox;

/// <summary>STS: temporary keys of a role, and whose a key is.</summary>
internal sealed partial class StsOperations(AliyunAccount account)
{
    private const int DefaultSeconds = 3600;

    public JsonObject AssumeRole(AcsParameters parameters) => Assume(parameters);

    public JsonObject AssumeRoleWithOidc(AcsParameters parameters) =>
        parameters.Required("OIDCProviderArn").Length > 0 && parameters.Required("OIDCToken") == account.OidcToken
            ? Assume(parameters)
            : throw new RefusedException(400, "AuthenticationFail.OIDCToken.Invalid", "This OIDC token is invalid.");

    public JsonObject GetCallerIdentity(AcsParameters parameters)
    {
        bool isRole = parameters.Caller?.SecurityToken is not null;
        string name = isRole ? "assumed-role/sandbox/session" : "user/sandbox-user";
        return new JsonObject
        {
            ["IdentityType"] = isRole ? "AssumedRoleUser" : "RAMUser",
            ["AccountId"] = account.AccountId,
            ["PrincipalId"] = isRole ? "34458433936495:session" : "28877424437521",
            ["Arn"] = $"acs:ram::{account.AccountId}:{name}",
        };
    }

    private JsonObject Assume(AcsParameters parameters)
    {
        Match role = RoleArn().Match(parameters.Required("RoleArn"));
        Match name = SessionName().Match(parameters.Required("RoleSessionName"));
        int seconds = parameters.Number("DurationSeconds", DefaultSeconds);
        if (!role.Success || !name.Success || seconds < 900)
        {
            throw AcsParameters.Invalid(!role.Success ? "RoleArn" : !name.Success ? "RoleSessionName" : "DurationSeconds");
        }

        AccessKey key = account.Issue(TimeSpan.FromSeconds(seconds));
        return new JsonObject
        {
            ["Credentials"] = new JsonObject
            {
                ["AccessKeyId"] = key.Id,
                ["AccessKeySecret"] = key.Secret,
                ["SecurityToken"] = key.SecurityToken,
                ["Expiration"] = AcsTime.Write(key.Expires!.Value),
            },
            ["AssumedRoleUser"] = new JsonObject { ["Arn"] = $"{role.Value}/{name.Value}", ["AssumedRoleId"] = $"34458433936495:{name.Value}" },
        };
    }

    [GeneratedRegex(@"^acs:ram::\d+:role/\S+$")]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"^[A-Za-z0-9.@_-]{2,64}$")]
    private static partial Regex SessionName();
}
