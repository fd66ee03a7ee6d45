using System.Text.Json.Nodes;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>Tests of nightly runs, as a scheduled task makes them: from a configuration, with credentials of the environment.</summary>
public abstract class ConfiguredRunTests : CloudTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-run-");
    private readonly JsonObject _environments = [];
    private IDisposable? _variables;

    /// <summary>The section <c>run</c> of the configuration.</summary>
    private protected JsonObject RunSection { get; } = [];

    /// <summary>The section <c>alerts</c>; nobody is told anything without.</summary>
    private protected JsonObject AlertsSection { get; } = [];

    private protected string ReportPath => PathOf("report.json");

    public override async ValueTask DisposeAsync()
    {
        _variables?.Dispose();
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A file in this test's own folder.</summary>
    private protected string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes the configuration and returns its path; from then on the credentials are in the environment.</summary>
    private protected string WriteConfiguration()
    {
        _variables ??= EnvironmentVariableTests.SignFor(Host.Cloud);
        RunSection["reportPath"] = ReportPath;
        string path = PathOf("rdsbackup.json");
        File.WriteAllText(path, new JsonObject { ["environments"] = _environments.DeepClone(), ["run"] = RunSection.DeepClone(), ["alerts"] = AlertsSection.DeepClone() }.ToJsonString());
        return path;
    }

    private protected void PlantAliyun()
    {
        Host.UseBucket();
        foreach (string id in (string[])["rm-a", "rm-b"])
        {
            Host.AddBackup(Host.AddInstance(id), "1", TimeSpan.FromHours(2));
        }

        AddEnvironment("prod-cn", "aliyun", new JsonObject { ["regions"] = new JsonArray("cn-hangzhou"), ["instances"] = new JsonArray("rm-*"), ["destination"] = Offsite() });
    }

    private protected void PlantAws(AwsExportPlan? plan = null, params string[] clusters)
    {
        Host.Cloud.AwsRds.Pace = AwsRdsPace.OfExports(TimeSpan.Zero);
        Host.Cloud.S3.CreateBucket("exports");
        Host.Cloud.AwsRds.AddRole(new AwsRole("rds-export"));
        Host.Cloud.AwsRds.AddKey(new AwsKmsKey("export") { Alias = "alias/export" });
        AwsDbInstance orders = Host.Cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "orders" });
        Host.Cloud.AwsRds.AddSnapshot(AwsDbSnapshot.Of(orders, "orders-1", DateTimeOffset.UtcNow.AddHours(-5)) with { Type = "automated", Export = plan ?? new AwsExportPlan() });
        JsonObject export = Offsite("exports");
        export["roleArn"] = "arn:aws:iam::111122223333:role/rds-export";
        export["kmsKeyId"] = "alias/export";
        AddEnvironment("prod-aws", "aws", new JsonObject
        {
            ["regions"] = new JsonArray("us-east-1"),
            ["instances"] = new JsonArray("orders"),
            ["clusters"] = new JsonArray([.. clusters.Select(id => JsonValue.Create(id))]),
            ["export"] = export,
        });
    }

    private protected JsonObject Offsite(string bucket = "offsite") => new()
    {
        ["bucket"] = bucket,
        ["endpoint"] = Host.Cloud.S3Endpoint.ToString(),
    };

    private protected void AddEnvironment(string name, string cloud, JsonObject settings)
    {
        settings["cloud"] = cloud;
        settings["endpoint"] = (cloud == "aws" ? Host.Cloud.AwsRds.Endpoint : Host.Cloud.AliyunEndpoint).ToString();
        settings["regions"] ??= new JsonArray("cn-hangzhou");
        _environments[name] = settings;
    }
}
