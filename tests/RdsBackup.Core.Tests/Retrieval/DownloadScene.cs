using System.Collections.Concurrent;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Diagnostics;
using RdsBackup.Retrieval;
using RdsBackup.S3;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Retrieval;

/// <summary>One copy in an emulated S3, and an empty folder to download it to.</summary>
internal sealed class DownloadScene : IAsyncDisposable
{
    private readonly CopyScene _scene;

    private DownloadScene(CopyScene scene, BackupCopyResult copy)
    {
        _scene = scene;
        Copy = copy;
        Folder = Directory.CreateTempSubdirectory("rdsbackup-download-").FullName;
        Cloud.S3.Requests.Clear();
    }

    public BackupCopyResult Copy { get; }

    public string Folder { get; }

    public SandboxCloud Cloud => _scene.Cloud;

    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Where the copy goes when the folder is the destination.</summary>
    public string FinalPath => Path.Combine(Folder, Path.GetFileName(Copy.Key!));

    public string PartialPath => FinalPath + ".partial";

    public string StatePath => FinalPath + ".partial.state";

    /// <summary>The requests for the bytes of the copy.</summary>
    public IEnumerable<SandboxRequest> Reads => Cloud.S3.Requests.Where(IsRead);

    public static async Task<DownloadScene> CreateAsync(
        long length = 40 * CopyScene.MiB, S3BucketOptions? bucket = null, BackupCopyOptions? options = null, string fileName = "data_xb.qp")
    {
        CopyScene scene = await CopyScene.CreateAsync(length, fileName, bucket: bucket);
        return new DownloadScene(scene, await scene.CopyAsync(options));
    }

    public static bool IsRead(SandboxRequest request) =>
        request.Operation == "GetObject" && !request.Key.EndsWith(".json", StringComparison.Ordinal);

    public BackupDownloadOptions Options(bool force = false, Func<string, long?>? freeSpace = null) => new()
    {
        Concurrency = 3,
        Force = force,
        FreeSpace = freeSpace ?? DiskSpace.Free,
        Patience = CopyScene.Hasty,
        Log = (OperationLogLevel level, string message) => Log.Enqueue($"{level} {message}"),
    };

    public async Task<BackupDownloadResult> DownloadAsync(
        BackupDownloadOptions? options = null, string? destination = null, IProgress<BackupCopyProgress>? progress = null,
        CancellationToken? cancellationToken = null)
    {
        CancellationToken token = cancellationToken ?? CopyScene.Token;
        using BackupDownloader downloader = await BackupDownloader.ConnectAsync(_scene.Connection(), options ?? Options(), token);
        return await downloader.DownloadAsync(await downloader.PlanAsync(Copy.Key!, destination ?? Folder, token), progress, token);
    }

    /// <summary>Downloads, and demands the error <paramref name="errorId"/> with a remedy.</summary>
    public async Task<RdsBackupException> FailAsync(string errorId, BackupDownloadOptions? options = null)
    {
        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => DownloadAsync(options));
        Assert.Equal(errorId, error.ErrorId);
        Assert.False(string.IsNullOrEmpty(error.Recommendation));
        return error;
    }

    public async Task DeleteManifestAsync()
    {
        using BackupBucket bucket = await BackupBucket.ConnectAsync(_scene.Connection(), CopyScene.Token);
        await bucket.DeleteAsync(Copy.ManifestKey!, CopyScene.Token);
    }

    /// <summary>Puts something else under the key, or beside it.</summary>
    public async Task WriteAsync(string key, string text)
    {
        using BackupBucket bucket = await BackupBucket.ConnectAsync(_scene.Connection(), CopyScene.Token);
        await bucket.WriteTextAsync(key, text, new S3ObjectOptions(), isLocked: false, CopyScene.Token);
    }

    /// <summary>Demands that <paramref name="path"/> has the bytes of the backup, and that nothing else lies beside it.</summary>
    public async Task AssertSavedAsync(string path)
    {
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        Content expected = _scene.File.Content;
        await using FileStream actual = File.OpenRead(path);
        Assert.Equal(expected.Length, actual.Length);
        byte[] left = new byte[CopyScene.MiB], right = new byte[CopyScene.MiB];
        for (long offset = 0; offset < expected.Length; offset += left.Length)
        {
            int size = (int)Math.Min(left.Length, expected.Length - offset);
            await expected.ReadAsync(offset, left.AsMemory(0, size), CopyScene.Token);
            await actual.ReadExactlyAsync(right.AsMemory(0, size), CopyScene.Token);
            Assert.True(left.AsSpan(0, size).SequenceEqual(right.AsSpan(0, size)), $"The bytes from {offset} on differ.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
