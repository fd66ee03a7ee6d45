using System.Diagnostics;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Retrieval;
using RdsBackup.S3;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Retrieval;

/// <summary>A download in a process of its own, which can be killed.</summary>
internal static class DownloadProcess
{
    public const string Argument = "--download";

    /// <summary>Starts the download of <paramref name="key"/> to <paramref name="folder"/>.</summary>
    public static Process Start(SandboxCloud cloud, string key, string folder) =>
        TestProcess.Start(cloud, folder, environment: null, Argument, cloud.S3Endpoint.AbsoluteUri, key, folder);

    /// <summary>The process itself.</summary>
    public static async Task<int> ExecuteAsync(string[] arguments)
    {
        S3ConnectionOptions connection = new() { Bucket = CopyScene.Bucket, EndpointUrl = new Uri(arguments[0]), Region = "us-east-1" };
        BackupDownloadOptions options = new() { Concurrency = 3, Patience = CopyScene.Hasty };
        using BackupDownloader downloader = await BackupDownloader.ConnectAsync(connection, options, CancellationToken.None);
        BackupDownloadPlan plan = await downloader.PlanAsync(arguments[1], arguments[2], CancellationToken.None);
        BackupDownloadResult result = await downloader.DownloadAsync(plan, progress: null, CancellationToken.None);
        return result.Status == BackupDownloadStatus.Verified ? 0 : 1;
    }
}
