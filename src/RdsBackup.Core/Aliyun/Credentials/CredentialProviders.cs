using Microsoft.Extensions.Logging;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>Makes every kind of provider for one machine, one clock and one log.</summary>
internal sealed class CredentialProviders(CredentialEnvironment environment, TimeProvider time, ILogger logger)
{
    private const int LongestSessionName = 64;

    /// <summary>The machine.</summary>
    public CredentialEnvironment Environment => environment;

    /// <summary>Assumes a role as <paramref name="signer"/>; null asks anonymously, by the role's OIDC token.</summary>
    public IAliyunCredentialProvider Role(StsRole role, IAliyunCredentialProvider? signer) =>
        Refreshing(new StsRoleSource(role, new AliyunApi(environment.Http, signer, time, logger, new AliyunRetrySettings())));

    /// <summary>The role of this ECS instance; null takes the one it has.</summary>
    public IAliyunCredentialProvider Metadata(string? roleName) =>
        Refreshing(new EcsMetadataSource(environment, roleName, time, logger));

    /// <summary>Credentials from an address; null when <paramref name="address"/> is none.</summary>
    public IAliyunCredentialProvider? FromUri(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            ? Refreshing(new CredentialsUriSource(environment.Http, uri, time))
            : null;

    /// <summary>Credentials that a program prints.</summary>
    public IAliyunCredentialProvider Process(string command, string name) =>
        Refreshing(new ExternalProcessSource(command, name, time));

    /// <summary>STS of a region, or the central one; inside the region's VPC where that is asked for.</summary>
    public Uri StsEndpoint(string? region, bool isInVpc)
    {
        region ??= environment.Variable("ALIBABA_CLOUD_STS_REGION");
        isInVpc |= environment.IsOn("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED");
        string host = region is null ? "sts.aliyuncs.com" : $"{(isInVpc ? "sts-vpc" : "sts")}.{region}.aliyuncs.com";
        return environment.StsEndpoint
            ?? (Uri.TryCreate($"https://{host}/", UriKind.Absolute, out Uri? endpoint) && endpoint.Host == host
                ? endpoint
                : throw Errors.Create(nameof(Messages.AliyunRegionInvalid), RdsBackupErrorKind.InvalidInput, region));
    }

    /// <summary>The session name that is set, or one that says which machine asks.</summary>
    public string SessionName(string? name)
    {
        name ??= environment.Variable("ALIBABA_CLOUD_ROLE_SESSION_NAME") ?? $"rdsbackup-{System.Environment.MachineName}";
        return new string([.. name.Take(LongestSessionName).Select(letter => IsAllowed(letter) ? letter : '-')]);
    }

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '@' or '-' or '_';

    private RefreshingCredentialProvider Refreshing(ICredentialSource source) => new(source, time, logger);
}
