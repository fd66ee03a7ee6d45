namespace RdsBackup.Aliyun.Credentials;

/// <summary>An address that answers a GET with credentials (<c>ALIBABA_CLOUD_CREDENTIALS_URI</c>, mode CredentialsURI).</summary>
internal sealed class CredentialsUriSource(HttpClient http, Uri address, TimeProvider time) : ICredentialSource
{
    private readonly CredentialEndpoint _endpoint = new(http, address.GetLeftPart(UriPartial.Path), time);

    /// <inheritdoc/>
    public string Name => address.GetLeftPart(UriPartial.Path);

    /// <inheritdoc/>
    public async Task<AliyunCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return LentCredentials.Parse(await _endpoint.SendAsync(request, cancellationToken), Name);
    }
}
