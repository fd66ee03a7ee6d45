using System.Diagnostics;
using RdsBackup.Aliyun;
using RdsBackup.S3;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Transfer;

/// <summary>
/// A copy in a process of its own, which can be killed and has an environment of its own. Its home is empty unless a test put something there:
/// nothing of an earlier run is on its machine.
/// </summary>
internal static class CopyProcess
{
    public const string Argument = "--copy";

    /// <summary>Parts it sends at once.</summary>
    public const int Concurrency = 3;

    /// <summary>Starts the copy of the newest backup of <paramref name="instanceId"/>.</summary>
    /// <param name="cloud">Where it is.</param>
    /// <param name="instanceId">Whose backup.</param>
    /// <param name="home">The home folder.</param>
    /// <param name="environment">Variables besides those of the credentials; null as a value removes one.</param>
    /// <param name="endpoints">The ways to the cloud's services; null goes there directly.</param>
    public static Process Start(
        SandboxCloud cloud, string instanceId, string home, IReadOnlyDictionary<string, string?>? environment = null, (Uri Aliyun, Uri S3)? endpoints = null)
    {
        (Uri aliyun, Uri s3) = endpoints ?? (cloud.AliyunEndpoint, cloud.S3Endpoint);
        return TestProcess.Start(cloud, home, environment, Argument, aliyun.AbsoluteUri, s3.AbsoluteUri, instanceId);
    }

    /// <summary>The process itself: prints the result's status, or the error's id, message and remedy.</summary>
    public static async Task<int> ExecuteAsync(string[] arguments)
    {
        try
        {
            BackupCopyResult result = await CopyAsync(new Uri(arguments[0]), new Uri(arguments[1]), arguments[2]);
            Console.WriteLine(result.Status);
            return result.Status is BackupCopyStatus.Verified or BackupCopyStatus.AlreadyPresent ? 0 : 1;
        }
        catch (RdsBackupException error)
        {
            Console.WriteLine($"{error.ErrorId}: {error.Message} {error.Recommendation}");
            return 2;
        }
    }

    private static async Task<BackupCopyResult> CopyAsync(Uri aliyun, Uri s3, string instanceId)
    {
        using AliyunRdsClient client = new(new AliyunClientOptions { RegionId = "cn-hangzhou", Endpoint = aliyun });
        S3ConnectionOptions connection = new() { Bucket = CopyScene.Bucket, EndpointUrl = s3, Region = "us-east-1" };
        BackupCopyOptions options = new() { PartSize = 5 * CopyScene.MiB, Concurrency = Concurrency, Patience = CopyScene.Hasty };
        using BackupCopier copier = await BackupCopier.ConnectAsync(connection, options, CancellationToken.None);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        AliyunBackupQuery query = new(instanceId, now.AddDays(-2), now.AddHours(1));
        await foreach (AliyunBackup backup in client.DescribeBackupsAsync(query, CancellationToken.None))
        {
            using BackupCopyPlan plan = await copier.PlanAsync(backup, client, CancellationToken.None);
            return await copier.CopyAsync(plan, progress: null, CancellationToken.None);
        }

        throw new InvalidOperationException($"{instanceId} has no backup.");
    }
}
