using System.Collections.ObjectModel;
using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>An emulated cloud, and a runspace with the module whose cmdlets speak to it by default, as an administrator in cn-hangzhou and us-east-1.</summary>
internal sealed class CloudHost : IAsyncDisposable
{
    private CloudHost(SandboxCloud cloud, string culture = "en-US")
    {
        Cloud = cloud;
        Module = new ModuleHost(culture: culture);
        Run(
            """
            param($endpoint, $id, $secret, $rds, $awsId, $awsSecret)
            $credential = [PSCredential]::new($id, [Net.NetworkCredential]::new('', $secret).SecurePassword)
            $aws = [PSCredential]::new($awsId, [Net.NetworkCredential]::new('', $awsSecret).SecurePassword)
            $global:PSDefaultParameterValues = @{
                '*-Aliyun*:AliyunEndpoint' = $endpoint; '*-Aliyun*:AliyunCredential' = $credential; '*-Aliyun*:RegionId' = 'cn-hangzhou'
                '*-AwsRds*:AwsRdsEndpoint' = $rds; '*-AwsRds*:AwsCredential' = $aws; '*-AwsRds*:Region' = 'us-east-1'
            }
            $global:PSDefaultParameterValues['Test-RdsBackupHealth:AliyunStsEndpoint'] = $endpoint
            $global:PSDefaultParameterValues['Test-RdsBackupHealth:AwsStsEndpoint'] = $rds
            foreach ($verb in 'Get', 'Start', 'Stop', 'Wait') {
                $global:PSDefaultParameterValues["$verb-AwsSnapshotExport:AwsRdsEndpoint"] = $rds
                $global:PSDefaultParameterValues["$verb-AwsSnapshotExport:AwsCredential"] = $aws
                $global:PSDefaultParameterValues["$verb-AwsSnapshotExport:Region"] = 'us-east-1'
            }
            """,
            cloud.AliyunEndpoint, cloud.Aliyun.AccessKeyId, cloud.Aliyun.AccessKeySecret,
            cloud.AwsRds.Endpoint, cloud.S3.AccessKeyId, cloud.S3.SecretAccessKey);
    }

    public SandboxCloud Cloud { get; }

    public ModuleHost Module { get; }

    /// <summary>Starts a cloud without instances.</summary>
    public static async Task<CloudHost> StartAsync() =>
        new(await SandboxCloud.StartAsync(new SandboxOptions { Seed = false }, TestContext.Current.CancellationToken));

    /// <summary>Starts a cloud with what a fresh sandbox holds, whose exports take two seconds, for a person of the given culture.</summary>
    public static async Task<CloudHost> StartSeededAsync(string culture) =>
        new(
            await SandboxCloud.StartAsync(
                new SandboxOptions { AwsPace = AwsRdsPace.OfExports(TimeSpan.FromSeconds(2)) }, TestContext.Current.CancellationToken),
            culture);

    public Collection<PSObject> Run(string script, params object[] arguments) => Module.Run(script, arguments);

    public ScriptRun TryRun(string script, params object[] arguments) => Module.TryRun(script, arguments);

    /// <summary>Creates the bucket <c>offsite</c> and makes the cmdlets that work on S3 find it.</summary>
    public void UseBucket()
    {
        Cloud.S3.CreateBucket("offsite");
        UseS3();
    }

    /// <summary>Makes the cmdlets that work on S3 find the cloud's.</summary>
    public void UseS3() =>
        Run(
            """
            param($endpoint, $id, $secret)
            $credential = [PSCredential]::new($id, [Net.NetworkCredential]::new('', $secret).SecurePassword)
            foreach ($cmdlet in 'Send-AliyunBackupToS3', '*-RdsBackup*', 'Test-AwsSnapshotExport') {
                $global:PSDefaultParameterValues["${cmdlet}:EndpointUrl"] = $endpoint
                $global:PSDefaultParameterValues["${cmdlet}:AwsCredential"] = $credential
            }
            """,
            Cloud.S3Endpoint, Cloud.S3.AccessKeyId, Cloud.S3.SecretAccessKey);

    /// <summary>How often an operation was asked for.</summary>
    public int Count(string operation) => Cloud.Aliyun.Requests.Count(request => request.Operation == operation);

    public SandboxInstance AddInstance(
        string id, string engine = "MySQL", string region = "cn-hangzhou", IReadOnlyDictionary<string, string>? tags = null) =>
        Cloud.Aliyun.Add(new SandboxInstance
        {
            Id = id,
            RegionId = region,
            Engine = engine,
            EngineVersion = "8.0",
            Tags = tags ?? new Dictionary<string, string>(),
        });

    /// <summary>Adds a backup that began <paramref name="age"/> ago and took ten minutes.</summary>
    public SandboxBackup AddBackup(
        SandboxInstance instance, string id, TimeSpan age, string status = "Success", int isAvailable = 1,
        string type = "FullBackup", string method = "Physical", string mode = "Automated")
    {
        DateTimeOffset start = DateTimeOffset.UtcNow - age;
        return instance.Add(new SandboxBackup
        {
            Id = id,
            Start = start,
            End = start.AddMinutes(10),
            Status = status,
            IsAvailable = isAvailable,
            Type = type,
            Method = method,
            Mode = mode,
            File = AddFile($"{instance.Id}/{id}_xb.qp", start),
        });
    }

    /// <summary>Adds a log file that ended <paramref name="age"/> ago and spans ten minutes.</summary>
    public void AddLog(SandboxInstance instance, string name, TimeSpan age, string host)
    {
        DateTimeOffset end = DateTimeOffset.UtcNow - age;
        instance.Add(new SandboxLogFile(end.AddMinutes(-10), end, AddFile($"{instance.Id}/{name}", end), host));
    }

    public ValueTask DisposeAsync()
    {
        Module.Dispose();
        return Cloud.DisposeAsync();
    }

    private OssObject AddFile(string key, DateTimeOffset modified) =>
        Cloud.Oss.Put(new OssObject("rdsbak-test", key, Content.Generated(1, 3_000_000, FileMagic.Qpress), modified));
}
