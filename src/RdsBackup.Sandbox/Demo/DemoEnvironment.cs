namespace RdsBackup.Sandbox.Demo;

/// <summary>
/// What the demo's configuration takes from the environment: the addresses of the emulated clouds, the robots of two groups, and a folder for
/// what is kept between runs.
/// </summary>
internal sealed class DemoEnvironment : IDisposable
{
    private const string ManagersKey = "5a4db0c1-5a4d-4b0c-a1b2-sandbox00002";
    private static readonly string[] OfAliyun = ["orders-cn", "shop-cn", "risk-cn"];
    private static readonly string[] OfAws = ["orders-us", "ledger-us", "bi-eu"];

    private readonly SandboxCloud _cloud;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-demo-");

    public DemoEnvironment(SandboxCloud cloud)
    {
        _cloud = cloud;
        RestoreFolder = _folder.CreateSubdirectory("restore").FullName;
        cloud.WeCom.Add(ManagersKey);
        Set("RDSBACKUP_CONFIGURATION", ConfigurationPath);
        Set("WECOM_MANAGERS_WEBHOOK", cloud.WeCom.Webhook.ToString().Replace(cloud.WeCom.Key, ManagersKey, StringComparison.Ordinal));
        Set("RDSBACKUP__ALERTS__STATE__FILE", Path.Combine(_folder.FullName, "alerts.json"));
        Set("RDSBACKUP__RUN__LEASE__FILE", Path.Combine(_folder.FullName, "run.lease"));
        Set("RDSBACKUP__DEFAULTS__DESTINATION__ENDPOINT", cloud.S3Endpoint.ToString());
        Set("RDSBACKUP__DEFAULTS__EXPORT__ENDPOINT", cloud.S3Endpoint.ToString());
        SetEndpoints(OfAliyun, cloud.AliyunEndpoint);
        SetEndpoints(OfAws, cloud.AwsRds.Endpoint);
    }

    /// <summary>The configuration, as it is committed.</summary>
    public static string ConfigurationPath { get; } = Path.Combine(AppContext.BaseDirectory, "Demo", "rdsbackup.yaml");

    /// <summary>Where backups are brought back to.</summary>
    public string RestoreFolder { get; }

    /// <summary>The group whose robot took a message, by the channel's name.</summary>
    public string GroupOf(WeComReceived message) => message.Key == _cloud.WeCom.Key ? "dba" : "managers";

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private static void SetEndpoints(IEnumerable<string> environments, Uri endpoint)
    {
        foreach (string environment in environments)
        {
            Set($"RDSBACKUP__ENVIRONMENTS__{environment}__ENDPOINT", endpoint.ToString());
        }
    }

    private static void Set(string name, string value) => Environment.SetEnvironmentVariable(name, value);
}
