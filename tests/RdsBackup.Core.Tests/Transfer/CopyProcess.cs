using System.Diagnostics;
using RdsBackup.Aliyun;
using RdsBackup.S3;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Transfer;

/// <summary>A copy in a process of its own, which can be killed. It has an empty home: nothing of an earlier run is on its machine.</summary>
internal static class CopyProcess
{
    public const string Argument = "--copy";

    /// <summary>Starts the copy of the newest backup of <paramref name="instanceId"/>.</summary>
    public static Process Start(SandboxCloud cloud, string instanceId, string home) =>
        TestProcess.Start(cloud, home, Argument, cloud.AliyunEndpoint.AbsoluteUri, cloud.S3Endpoint.AbsoluteUri, instanceId);

    /// <summary>The process itself.</summary>
    public static async Task<int> ExecuteAsync(string[] arguments)
    {
        using AliyunRdsClient client = new(new AliyunClientOptions { RegionId = "cn-hangzhou", Endpoint = new Uri(arguments[0]) });
        S3ConnectionOptions connection = new() { Bucket = CopyScene.Bucket, EndpointUrl = new Uri(arguments[1]), Region = "us-east-1" };
        BackupCopyOptions options = new() { PartSize = 5 * CopyScene.MiB, Concurrency = 3, Patience = CopyScene.Hasty };
        using BackupCopier copier = await BackupCopier.ConnectAsync(connection, options, CancellationToken.None);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        await foreach (AliyunBackup backup in client.DescribeBackupsAsync(
            new AliyunBackupQuery(arguments[2], now.AddDays(-2), now.AddHours(1)), CancellationToken.None))
        {
            using BackupCopyPlan plan = await copier.PlanAsync(backup, client, CancellationToken.None);
            BackupCopyResult result = await copier.CopyAsync(plan, progress: null, CancellationToken.None);
            return result.Status is BackupCopyStatus.Verified or BackupCopyStatus.AlreadyPresent ? 0 : 1;
        }

        return 2;
    }
}
