using System.Globalization;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Transfer;

public sealed class HostileSourceTests
{
    [Fact]
    public async Task A_byte_flipped_on_the_way_is_caught_and_both_checksums_are_named()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(new Fault { FlipByteAt = 7 * CopyScene.MiB });

        RdsBackupException error = await scene.FailAsync("ChecksumMismatch");

        Assert.Contains(scene.File.Content.Crc64.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.Equal(2, error.Message.Split(' ', '.', ',', ';').Count(word => word.Length > 15 && ulong.TryParse(word, out _)));
    }

    [Fact]
    public async Task A_download_that_always_ends_early_is_an_error_and_leaves_nothing()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(new Fault { TruncateAt = 0, NoLength = true }, request => request.Headers.GetValueOrDefault("Range") != "bytes=0-0");

        RdsBackupException error = await scene.FailAsync("SourceTruncated");

        Assert.Contains(CopyScene.InstanceId, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_reopened_at_the_byte_where_it_stopped_inside_the_same_part()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(new Fault { CutAfter = 1_000_000 }, request => request.Headers.GetValueOrDefault("Range") != "bytes=0-0", times: 6);

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Equal(result.Parts, scene.Count("UploadPart"));
        Assert.True(scene.Cloud.Oss.Requests.Count > result.Parts + 1);
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task Errors_of_the_source_that_pass_are_waited_out()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(Fault.Error(503, "ServiceUnavailable"), times: 3);

        Assert.Equal(BackupCopyStatus.Verified, (await scene.CopyAsync()).Status);
    }

    [Fact]
    public async Task A_source_without_ranges_is_copied_in_one_stream()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(40 * CopyScene.MiB);
        scene.Cloud.Oss.Faults.Inject(new Fault { IgnoreRange = true });

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        await scene.AssertSameBytesAsync(result.Key);
        Assert.Equal(BackupCopyStatus.AlreadyPresent, (await scene.CopyAsync()).Status);
    }

    [Fact]
    public async Task A_source_whose_checksum_only_the_API_lists_is_proved_by_that()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(new Fault { NoChecksum = true });

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Null(result.Proof.SourceCrc64);
        Assert.Contains(BackupCopyGuarantee.ApiCrc64, result.Proof.Guarantees);
        Assert.DoesNotContain(BackupCopyGuarantee.SourceCrc64, result.Proof.Guarantees);
        Assert.Equal(BackupCopyStatus.AlreadyPresent, (await scene.CopyAsync()).Status);
    }

    [Fact]
    public async Task A_source_without_a_checksum_that_the_API_bears_out_is_copied_but_not_called_verified()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(listedChecksum: 4711);
        scene.Cloud.Oss.Faults.Inject(new Fault { NoChecksum = true });

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Copied, result.Status);
        Assert.False(result.Proof.IsSourceProved);
        Assert.True(result.Proof.IsDestinationProved);
        Assert.Contains(scene.Log, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("4711", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_backup_is_proved_by_the_checksum_the_API_lists()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(fileName: "mysql-bin.000021");
        scene.Cloud.Oss.Faults.Inject(new Fault { NoChecksum = true });
        using BackupCopier copier = await BackupCopier.ConnectAsync(scene.Connection(), scene.Options(), CopyScene.Token);

        BackupCopyResult result = await scene.CopyWithAsync(copier, file: await scene.LogBackupAsync());

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Contains(BackupCopyGuarantee.ApiCrc64, result.Proof.Guarantees);
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task A_source_that_says_no_length_is_copied_to_its_end()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(40 * CopyScene.MiB);
        scene.Cloud.Oss.Faults.Inject(new Fault { IgnoreRange = true, NoLength = true });

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Equal(scene.File.Content.Length, result.Bytes);
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task A_source_that_changes_midway_is_an_error_and_leaves_nothing()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(new Fault { ETag = "\"changed-1\"" }, after: 3);

        await scene.FailAsync("SourceChanged");
    }

    [Fact]
    public async Task An_answer_with_the_wrong_range_is_never_taken()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(
            new Fault { ContentRange = "bytes 5-9/20971520" }, request => request.Headers.GetValueOrDefault("Range") != "bytes=0-0", times: 2);

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task A_length_other_than_announced_is_refused_before_anything_is_written()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(announced: 1234);

        RdsBackupException error = await scene.FailAsync("SourceSizeMismatch");

        Assert.Contains("1234", error.Message, StringComparison.Ordinal);
        Assert.Contains("-AllowSizeMismatch", error.Recommendation, StringComparison.Ordinal);
        Assert.Equal(0, scene.Count("CreateMultipartUpload"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_length_other_than_announced_is_found_at_the_end_where_the_source_says_none(bool allowed)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(announced: 1234);
        scene.Cloud.Oss.Faults.Inject(new Fault { IgnoreRange = true, NoLength = true, NoChecksum = true });

        if (allowed)
        {
            await scene.AssertSameBytesAsync((await scene.CopyAsync(new BackupCopyOptions { AllowSizeMismatch = true })).Key);
        }
        else
        {
            await scene.FailAsync("SourceSizeMismatch");
        }
    }

    [Fact]
    public async Task A_length_other_than_announced_is_taken_when_told_so()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(announced: 1234);

        Assert.Equal(BackupCopyStatus.Verified, (await scene.CopyAsync(new BackupCopyOptions { AllowSizeMismatch = true })).Status);
    }

    [Fact]
    public async Task An_empty_file_is_refused()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(length: 0);
        await scene.FailAsync("SourceEmpty");
    }

    [Fact]
    public async Task A_link_that_expired_is_renewed_through_the_API()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(Fault.Error(403, "AccessDenied", "Request has expired."), after: 2, times: 1);

        Assert.Equal(BackupCopyStatus.Verified, (await scene.CopyAsync()).Status);
        Assert.Equal(2, scene.Cloud.Aliyun.Requests.Count(request => request.Operation == "DescribeBackups"));
    }

    [Fact]
    public async Task A_download_that_is_denied_names_the_missing_right_and_no_signature()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(Fault.Error(403, "AccessDenied", "You have no right to access this object."));

        RdsBackupException error = await scene.FailAsync("SourceAccessDenied");

        Assert.Contains("rds:DescribeBackups", error.Recommendation, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature=", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(scene.Log, line => line.Contains("Signature=", StringComparison.Ordinal));
    }
}
