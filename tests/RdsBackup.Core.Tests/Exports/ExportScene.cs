using System.Text;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Exports;
using RdsBackup.S3;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Exports;

/// <summary>One export that ended in an emulated cloud, and what it takes to check it.</summary>
internal sealed class ExportScene : IAsyncDisposable
{
    public const string Bucket = "exports";
    public const string TaskId = "task-1";
    public const string Root = $"a/b/{TaskId}/";

    private ExportScene(SandboxCloud cloud) => Cloud = cloud;

    public SandboxCloud Cloud { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ExportScene> CreateAsync(AwsExportPlan? plan = null)
    {
        SandboxCloud cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false }, Token);
        cloud.S3.CreateBucket(Bucket);
        AwsExportTask task = await cloud.AwsRds.AddExportAsync(
            new AwsExportRequest { Id = TaskId, SourceArn = "arn:aws:rds:us-east-1:111122223333:snapshot:s1", Bucket = Bucket, Prefix = "a/b", Plan = plan ?? new AwsExportPlan() },
            Token);
        task.Complete();
        return new ExportScene(cloud);
    }

    /// <summary>The task as the API describes it.</summary>
    public static AwsSnapshotExport Export(string status = "COMPLETE", int? percent = 100, string? cause = null, string? warning = null) => new()
    {
        ExportTaskId = TaskId,
        Region = "us-east-1",
        Bucket = Bucket,
        Prefix = "a/b",
        Status = status,
        PercentProgress = percent,
        FailureCause = cause,
        WarningMessage = warning,
    };

    /// <summary>Checks <paramref name="export"/>; a complete one when left out.</summary>
    public async Task<AwsSnapshotExportTestResult> TestAsync(AwsSnapshotExport? export = null, bool deep = false, Action<ExportTestProgress>? onProgress = null)
    {
        using SnapshotExportTester tester = await ConnectAsync(deep, onProgress);
        return await tester.TestAsync(export ?? Export(), Token);
    }

    /// <summary>Checks what is in S3 alone.</summary>
    public async Task<AwsSnapshotExportTestResult> TestObjectsAsync(string prefix = "a/b")
    {
        using SnapshotExportTester tester = await ConnectAsync();
        return await tester.TestAsync(prefix, TaskId, Token);
    }

    /// <summary>The first key under the export that ends so.</summary>
    public string Key(string suffix) => Cloud.S3.Objects(Bucket).Select(item => item.Key).First(key => key.EndsWith(suffix, StringComparison.Ordinal));

    public void Put(string key, string text) => Cloud.S3.Put(Bucket, key, Encoding.UTF8.GetBytes(text));

    /// <summary>Changes a Parquet file's bytes.</summary>
    public async Task ChangeAsync(string key, Func<byte[], byte[]> change) =>
        Cloud.S3.Put(Bucket, key, change(await Cloud.S3.ReadObject(Bucket, key)));

    public ValueTask DisposeAsync() => Cloud.DisposeAsync();

    private Task<SnapshotExportTester> ConnectAsync(bool deep = false, Action<ExportTestProgress>? onProgress = null) => SnapshotExportTester.ConnectAsync(
        new S3ConnectionOptions
        {
            Bucket = Bucket,
            Region = "us-east-1",
            EndpointUrl = Cloud.S3Endpoint,
            AccessKeyId = Cloud.S3.AccessKeyId,
            SecretAccessKey = Cloud.S3.SecretAccessKey,
        },
        new SnapshotExportTestOptions { Patience = CopyScene.Hasty, Deep = deep, OnProgress = onProgress },
        Token);
}
