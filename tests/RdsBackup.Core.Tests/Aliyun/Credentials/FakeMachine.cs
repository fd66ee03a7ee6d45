using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using RdsBackup.Aliyun;
using RdsBackup.Aliyun.Credentials;
using RdsBackup.Diagnostics;

namespace RdsBackup.Core.Tests.Aliyun.Credentials;

/// <summary>A machine of the test's own: variables, a home folder, a clock. Its metadata service and STS refuse connections until given.</summary>
public sealed class FakeMachine : IDisposable
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1/");

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("rdsbackup-home-");
    private readonly List<string> _log = [];

    public Dictionary<string, string> Variables { get; } = [];

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 15, 8, 0, 0, TimeSpan.Zero));

    public Uri Metadata { get; set; } = Nowhere;

    public HttpClient MetadataHttp { get; } = CredentialEnvironment.CreateMetadataHttp();

    public Uri Sts { get; set; } = Nowhere;

    public string HomeFolder => _home.FullName;

    /// <summary>Everything that was logged.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    /// <summary>When credentials end that live for <paramref name="life"/>, as the services write it.</summary>
    public string Expiry(TimeSpan life) => (Time.GetUtcNow() + life).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public string WriteFile(string path, string content)
    {
        string full = Path.Combine(HomeFolder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    public string WriteConfig(string json) => WriteFile(".aliyun/config.json", json);

    public string WriteIni(string text) => WriteFile(".alibabacloud/credentials.ini", text);

    internal IAliyunCredentialProvider Chain(string? profile = null, string? keyId = null, string? keySecret = null) =>
        AliyunCredentialChain.Create(Options(profile, keyId, keySecret), Environment());

    internal async Task<AliyunCredentials> GetAsync(string? profile = null) =>
        await Chain(profile).GetAsync(TestContext.Current.CancellationToken);

    internal string? Region(string? profile = null) => AliyunCredentialChain.FindRegion(Options(profile), Environment());

    internal async Task<RdsBackupException> FailureAsync(string? profile = null) =>
        await Assert.ThrowsAnyAsync<RdsBackupException>(() => GetAsync(profile));

    public void Dispose()
    {
        MetadataHttp.Dispose();
        _home.Delete(recursive: true);
    }

    private AliyunClientOptions Options(string? profile = null, string? keyId = null, string? keySecret = null) => new()
    {
        Profile = profile,
        AccessKeyId = keyId,
        AccessKeySecret = keySecret,
        TimeProvider = Time,
        Log = Remember,
    };

    private CredentialEnvironment Environment() => new()
    {
        ReadVariable = name => Variables.GetValueOrDefault(name),
        HomeFolder = HomeFolder,
        MetadataAddress = Metadata,
        MetadataHttp = MetadataHttp,
        StsEndpoint = Sts,
    };

    private void Remember(OperationLogLevel level, string message)
    {
        lock (_log)
        {
            _log.Add(message);
        }
    }
}
