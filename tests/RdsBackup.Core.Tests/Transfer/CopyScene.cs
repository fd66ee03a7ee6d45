using System.Collections.Concurrent;
using System.Net;
using RdsBackup.Aliyun;
using RdsBackup.Diagnostics;
using RdsBackup.Network;
using RdsBackup.S3;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Transfer;

/// <summary>One instance with one backup in an emulated cloud, and what it takes to copy it.</summary>
internal sealed class CopyScene : IAsyncDisposable
{
    public const string Bucket = "offsite";
    public const string InstanceId = "rm-scene";
    public const long MiB = 1024 * 1024;

    private readonly AliyunRdsClient _client;

    private CopyScene(SandboxCloud cloud, ShiftedClock clock, OssObject file)
    {
        Cloud = cloud;
        Clock = clock;
        File = file;
        _client = new AliyunRdsClient(new AliyunClientOptions
        {
            RegionId = "cn-hangzhou",
            Endpoint = cloud.AliyunEndpoint,
            AccessKeyId = cloud.Aliyun.AccessKeyId,
            AccessKeySecret = cloud.Aliyun.AccessKeySecret,
        });
    }

    /// <summary>As many tries as ever, without the waiting.</summary>
    public static TransferPatience Hasty { get; } = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(1),
        LongestDelay = TimeSpan.FromMilliseconds(20),
        Idle = TimeSpan.FromSeconds(1),
    };

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public SandboxCloud Cloud { get; }

    /// <summary>The cloud's clock; this machine's is the system's.</summary>
    public ShiftedClock Clock { get; }

    public OssObject File { get; }

    public ConcurrentQueue<string> Log { get; } = new();

    public IReadOnlyList<S3Object> Objects => Cloud.S3.Objects(Bucket);

    public static async Task<CopyScene> CreateAsync(
        long length = 20 * MiB, string fileName = "hins_data_xb.qp", long? announced = null, S3BucketOptions? bucket = null, bool internalReachable = true,
        ulong? listedChecksum = null, IPAddress? address = null)
    {
        ShiftedClock clock = new();
        SandboxOptions options = new()
        {
            Seed = false,
            InternalReachable = internalReachable,
            TimeProvider = clock,
            Address = address ?? IPAddress.Loopback,
        };
        SandboxCloud cloud = await SandboxCloud.StartAsync(options, Token);
        cloud.S3.CreateBucket(Bucket, bucket);
        DateTimeOffset start = DateTimeOffset.UtcNow.AddHours(-3);
        OssObject file = cloud.Oss.Put(new OssObject("rdsbak-cn-hangzhou", $"custins1/{fileName}", Content.Generated(11, length), start));
        SandboxInstance instance = cloud.Aliyun.Add(
            new SandboxInstance { Id = InstanceId, RegionId = "cn-hangzhou", Engine = "MySQL", EngineVersion = "8.0" });
        instance.Add(new SandboxBackup { Id = "1001", Start = start, End = start.AddMinutes(20), File = file, Size = announced, Checksum = listedChecksum });
        instance.Add(new SandboxLogFile(start, start.AddMinutes(10), file, "1"));
        return new CopyScene(cloud, clock, file);
    }

    public S3ConnectionOptions Connection(string bucket = Bucket, Uri? endpoint = null) => new()
    {
        Bucket = bucket,
        Region = "us-east-1",
        EndpointUrl = endpoint ?? Cloud.S3Endpoint,
        AccessKeyId = Cloud.S3.AccessKeyId,
        SecretAccessKey = Cloud.S3.SecretAccessKey,
        Patience = Hasty,
    };

    public BackupCopyOptions Options(long? partSize = 5 * MiB, bool force = false, int concurrency = 4) =>
        new() { PartSize = partSize, Concurrency = concurrency, Force = force, Log = Write, Patience = Hasty };

    public void Write(OperationLogLevel level, string message) => Log.Enqueue($"{level} {message}");

    public async Task<AliyunBackup> BackupAsync()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        await foreach (AliyunBackup backup in _client.DescribeBackupsAsync(new AliyunBackupQuery(InstanceId, now.AddDays(-2), now.AddHours(1)), Token))
        {
            return backup;
        }

        throw new InvalidOperationException("The scene has no backup.");
    }

    public async Task<AliyunLogBackup> LogBackupAsync()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        await foreach (AliyunLogBackup log in _client.DescribeBinlogFilesAsync(
            new AliyunLogBackupQuery(InstanceId, now.AddDays(-2), now.AddHours(1), "MySQL"), Token))
        {
            return log;
        }

        throw new InvalidOperationException("The scene has no log backup.");
    }

    public async Task<BackupCopyResult> CopyAsync(
        BackupCopyOptions? options = null, IProgress<BackupCopyProgress>? progress = null, CancellationToken? cancellationToken = null, Uri? endpoint = null)
    {
        using BackupCopier copier = await BackupCopier.ConnectAsync(Connection(endpoint: endpoint), options ?? Options(), Token);
        return await CopyWithAsync(copier, progress, cancellationToken);
    }

    public async Task<BackupCopyResult> CopyWithAsync(
        BackupCopier copier, IProgress<BackupCopyProgress>? progress = null, CancellationToken? cancellationToken = null, AliyunBackupFile? file = null)
    {
        using BackupCopyPlan plan = await copier.PlanAsync(file ?? await BackupAsync(), _client, cancellationToken ?? Token);
        return await copier.CopyAsync(plan, progress, cancellationToken ?? Token);
    }

    /// <summary>Copies, demands the error <paramref name="errorId"/> with a remedy, and that nothing half-written is left.</summary>
    public async Task<RdsBackupException> FailAsync(string errorId, BackupCopyOptions? options = null)
    {
        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => CopyAsync(options));
        Assert.Equal(errorId, error.ErrorId);
        Assert.False(string.IsNullOrEmpty(error.Recommendation));
        Assert.Empty(Objects);
        Assert.Empty(Cloud.S3.OpenUploads(Bucket));
        return error;
    }

    public int Count(string operation) => Cloud.S3.Requests.Count(request => request.Operation == operation);

    /// <summary>Demands that the object under <paramref name="key"/> has exactly the bytes of the source.</summary>
    public async Task AssertSameBytesAsync(string? key)
    {
        Content stored = Cloud.S3.Content(Bucket, key!);
        Assert.Equal(File.Content.Length, stored.Length);
        byte[] expected = new byte[MiB], actual = new byte[MiB];
        for (long offset = 0; offset < stored.Length; offset += MiB)
        {
            int size = (int)Math.Min(MiB, stored.Length - offset);
            await File.Content.ReadAsync(offset, expected.AsMemory(0, size), Token);
            await stored.ReadAsync(offset, actual.AsMemory(0, size), Token);
            Assert.True(expected.AsSpan(0, size).SequenceEqual(actual.AsSpan(0, size)), $"The bytes from {offset} on differ.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Cloud.DisposeAsync();
    }
}
