using Microsoft.Extensions.Logging;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>
/// The RAM role of the ECS instance this runs on, from its metadata service: with a token (version 2), and without one where the
/// service grants none, unless <c>ALIBABA_CLOUD_IMDSV1_DISABLED</c> forbids that.
/// Source: help.aliyun.com, "Instance metadata", "Instance RAM roles".
/// </summary>
/// <param name="environment">The machine.</param>
/// <param name="roleName">Name of the role; null asks the service for it.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Receives a line when there is no token.</param>
internal sealed class EcsMetadataSource(
    CredentialEnvironment environment, string? roleName, TimeProvider time, ILogger logger) : ICredentialSource
{
    private const string TokenPath = "latest/api/token";
    private const string RolePath = "latest/meta-data/ram/security-credentials/";
    private const string TokenLifetimeHeader = "X-aliyun-ecs-metadata-token-ttl-seconds";
    private const string TokenLifetimeSeconds = "21600";
    private const string TokenHeader = "X-aliyun-ecs-metadata-token";

    private readonly CredentialEndpoint _endpoint =
        new(environment.MetadataHttp, environment.MetadataAddress.GetLeftPart(UriPartial.Path), time);

    /// <inheritdoc/>
    public string Name => environment.MetadataAddress.GetLeftPart(UriPartial.Path);

    /// <inheritdoc/>
    public async Task<AliyunCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        string? token = await TokenAsync(cancellationToken);
        string role = roleName ?? (await GetAsync(RolePath, token, cancellationToken)).Trim();
        if (role.Length == 0)
        {
            throw LentCredentials.Unreadable(Name, RolePath);
        }

        return LentCredentials.Parse(await GetAsync(RolePath + Uri.EscapeDataString(role), token, cancellationToken), Name);
    }

    private async Task<string?> TokenAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(environment.MetadataAddress, TokenPath));
        request.Headers.Add(TokenLifetimeHeader, TokenLifetimeSeconds);
        try
        {
            return await _endpoint.SendAsync(request, cancellationToken);
        }
        catch (RdsBackupException exception) when (!environment.IsOn("ALIBABA_CLOUD_IMDSV1_DISABLED"))
        {
            logger.LogDebug(exception, "{Source}: no token; asking without one", Name);
            return null;
        }
    }

    private async Task<string> GetAsync(string path, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(environment.MetadataAddress, path));
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation(TokenHeader, token.Trim());
        }

        return await _endpoint.SendAsync(request, cancellationToken);
    }
}
