using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Retrieval;
using RdsBackup.S3;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Retrieval;

public sealed class BackupCopyTesterTests
{
    private const int Concurrency = 4;

    private static readonly Dictionary<string, Fault> Troubles = new()
    {
        ["reset"] = new Fault { CutAfter = 1_000_000 },
        ["early end"] = new Fault { TruncateAt = 500_000, NoLength = true },
        ["stall"] = new Fault { StallAfter = 300_000 },
        ["no answer"] = new Fault { Before = token => Task.Delay(Timeout.InfiniteTimeSpan, token) },
        ["slow down"] = Fault.SlowDown,
        ["whole object"] = new Fault { IgnoreRange = true },
        ["wrong range"] = new Fault { ContentRange = "bytes 1-2/3" },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_copy_as_it_was_made_has_no_findings(bool isFull)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult copy = await scene.CopyAsync();

        BackupCopyTestResult result = await TestAsync(scene, copy.Key!, isFull);

        Assert.Empty(result.Findings);
        Assert.True(result.IsValid);
        Assert.Equal("OK", result.Summary);
        Assert.Equal(isFull, result.IsFull);
        Assert.Equal(copy.Bytes, result.Bytes);
        Assert.Equal(CopyScene.InstanceId, result.InstanceId);
    }

    [Fact]
    public async Task One_flipped_bit_is_found_by_reading_every_byte()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult copy = await scene.CopyAsync();
        FlipAt(scene, 13_000_000);

        Assert.True((await TestAsync(scene, copy.Key!, isFull: false)).IsValid);
        BackupCopyTestResult full = await TestAsync(scene, copy.Key!, isFull: true);

        Assert.False(full.IsValid);
        Assert.Equal(CopyFindingCode.CopyChecksumDiffers, full.Summary);
    }

    [Theory]
    [MemberData(nameof(PassingTroubles))]
    public async Task What_passes_while_every_byte_is_read_does_no_harm(string trouble)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult copy = await scene.CopyAsync();
        int hits = 0;
        scene.Cloud.S3.Faults.Add(request => IsContent(request) && Interlocked.Increment(ref hits) <= 2 ? Troubles[trouble] : null);

        Assert.Empty((await TestAsync(scene, copy.Key!, isFull: true)).Findings);
        Assert.True(hits > 2);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_opened_again_at_the_byte_where_it_stopped()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult copy = await scene.CopyAsync();
        // Ends early rather than resets: what was sent before a reset may never be received, and how much of it is left to chance.
        scene.Cloud.S3.Faults.Inject(new Fault { TruncateAt = 1_000_000, NoLength = true }, IsContent, times: 2);

        await TestAsync(scene, copy.Key!, isFull: true);

        Assert.InRange(scene.Cloud.S3.Requests.Where(IsContent).Sum(request => request.BytesSent), copy.Bytes!.Value, copy.Bytes.Value + CopyScene.MiB);
    }

    [Fact]
    public async Task A_copy_that_is_replaced_while_it_is_read_is_an_error_of_its_own()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult copy = await scene.CopyAsync();
        scene.Cloud.S3.Faults.Inject(new Fault { ETag = "\"another\"" }, IsContent, after: 1);

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => TestAsync(scene, copy.Key!, isFull: true));

        Assert.Equal("CopyChanged", error.ErrorId);
        Assert.Contains(copy.Key!, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> PassingTroubles() => [.. Troubles.Keys];

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_copy_without_manifest_is_compared_with_its_own_metadata(bool isTampered, bool isValid)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult copy = await scene.CopyAsync();
        await DeleteAsync(scene, copy.ManifestKey!);
        if (isTampered)
        {
            FlipAt(scene, 5);
        }

        BackupCopyTestResult result = await TestAsync(scene, copy.Key!, isFull: true);

        Assert.Equal(isValid, result.IsValid);
        Assert.Contains(result.Findings, finding => finding.Code == CopyFindingCode.ManifestMissing);
        Assert.Equal(isTampered, result.Findings.Any(finding => finding.Code == CopyFindingCode.CopyChecksumDiffers));
    }

    [Fact]
    public async Task Something_else_under_the_key_is_of_another_size()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult copy = await scene.CopyAsync();
        using BackupBucket bucket = await BackupBucket.ConnectAsync(scene.Connection(), CopyScene.Token);
        await bucket.WriteTextAsync(copy.Key!, "something else", new S3ObjectOptions(), isLocked: false, CopyScene.Token);

        BackupCopyTestResult result = await TestAsync(scene, copy.Key!, isFull: false);

        Assert.False(result.IsValid);
        Assert.Equal(CopyFindingCode.CopySizeDiffers, result.Summary);
    }

    [Fact]
    public async Task A_copy_that_is_gone_is_missing()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult copy = await scene.CopyAsync();
        await DeleteAsync(scene, copy.Key!);

        BackupCopyTestResult result = await TestAsync(scene, copy.Key!, isFull: true);

        Assert.Equal(CopyFindingCode.CopyMissing, Assert.Single(result.Findings).Code);
        Assert.Null(result.Bytes);
    }

    [Theory]
    [InlineData("DEEP_ARCHIVE", true, false)]
    [InlineData("DEEP_ARCHIVE", false, true)]
    [InlineData("GLACIER", true, false)]
    public async Task An_archived_copy_is_named_with_what_to_do(string storageClass, bool isFull, bool isValid)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult copy = await scene.CopyAsync(new BackupCopyOptions { Attributes = new S3ObjectOptions { StorageClass = storageClass } });

        BackupCopyTestResult result = await TestAsync(scene, copy.Key!, isFull);

        Assert.Equal(isValid, result.IsValid);
        Assert.Equal(storageClass, result.StorageClass);
        Assert.False(result.IsFull);
        BackupFinding finding = Assert.Single(result.Findings);
        Assert.Equal(CopyFindingCode.CopyArchived, finding.Code);
        Assert.Contains("restore-object", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_checksum_from_S3_a_quick_check_says_that_it_proved_little()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(
            bucket: new S3BucketOptions { Quirks = new S3Quirks { HasNoObjectChecksums = true } });
        BackupCopyResult copy = await scene.CopyAsync();

        BackupCopyTestResult quick = await TestAsync(scene, copy.Key!, isFull: false);
        BackupCopyTestResult full = await TestAsync(scene, copy.Key!, isFull: true);

        Assert.True(quick.IsValid);
        Assert.Equal(CopyFindingCode.CopyNotFullyProved, quick.Summary);
        Assert.Empty(full.Findings);
    }

    private static async Task<BackupCopyTestResult> TestAsync(CopyScene scene, string key, bool isFull)
    {
        CopyReadOptions options = new() { Concurrency = Concurrency, Patience = CopyScene.Hasty };
        using BackupCopyTester tester = await BackupCopyTester.ConnectAsync(scene.Connection(), options, CopyScene.Token);
        return await (isFull ? tester.TestFullyAsync(key, progress: null, CopyScene.Token) : tester.TestAsync(key, CopyScene.Token));
    }

    // What a store that rots serves: other bytes, and the checksum of what once was there.
    private static void FlipAt(CopyScene scene, long offset) =>
        scene.Cloud.S3.Faults.Inject(new Fault { FlipByteAt = offset }, IsContent);

    private static bool IsContent(SandboxRequest request) =>
        request.Operation == "GetObject" && !request.Key.EndsWith(".json", StringComparison.Ordinal);

    private static async Task DeleteAsync(CopyScene scene, string key)
    {
        using BackupBucket bucket = await BackupBucket.ConnectAsync(scene.Connection(), CopyScene.Token);
        await bucket.DeleteAsync(key, CopyScene.Token);
    }
}
