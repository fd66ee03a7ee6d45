using RdsBackup.Network;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>What the credential chain sees of the machine it runs on.</summary>
internal sealed record CredentialEnvironment
{
    private static readonly TimeSpan MetadataConnectTimeout = TimeSpan.FromSeconds(1);
    private static readonly HttpClient SharedMetadataHttp = CreateMetadataHttp();
    private static readonly HttpClient SharedHttp = AliyunApi.CreateHttpClient();

    /// <summary>This machine.</summary>
    public static CredentialEnvironment Machine { get; } = new();

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> ReadVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The user's home folder.</summary>
    public string HomeFolder { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Where an ECS instance asks about itself.</summary>
    public Uri MetadataAddress { get; init; } = new("http://100.100.100.200/");

    /// <summary>Reaches <see cref="MetadataAddress"/>: never through a proxy, and not waiting long, since most machines are no ECS instance.</summary>
    public HttpClient MetadataHttp { get; init; } = SharedMetadataHttp;

    /// <summary>Reaches STS and credential addresses.</summary>
    public HttpClient Http { get; init; } = SharedHttp;

    /// <summary>Replaces every STS endpoint; null takes the region's.</summary>
    public Uri? StsEndpoint { get; init; }

    /// <summary>An HTTP client for <see cref="MetadataHttp"/>.</summary>
    public static HttpClient CreateMetadataHttp() => HttpConnections.CreateClient(handler =>
    {
        handler.ConnectTimeout = MetadataConnectTimeout;
        handler.UseProxy = false; // a proxy would answer with the role of its own machine
    });

    /// <summary>The value of the first of these variables that is set and not empty.</summary>
    public string? Variable(params string[] names) =>
        names.Select(ReadVariable).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

    /// <summary>Whether a variable says yes.</summary>
    public bool IsOn(string name) => Variable(name)?.Trim().ToUpperInvariant() is "TRUE" or "1";
}
