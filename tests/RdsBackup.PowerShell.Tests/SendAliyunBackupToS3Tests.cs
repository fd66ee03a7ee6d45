using System.Collections;
using System.Management.Automation;
using RdsBackup.Sandbox;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell.Tests;

public sealed class SendAliyunBackupToS3Tests : CloudTests
{
    private const string Send = "Get-AliyunRdsBackup rm-a | Send-AliyunBackupToS3 -Bucket offsite";

    [Theory]
    [InlineData("-Bucket missing", "BucketNotFound", ErrorCategory.ObjectNotFound, "missing")]
    [InlineData("-Bucket elsewhere", "BucketInOtherRegion", ErrorCategory.InvalidArgument, "elsewhere")]
    [InlineData("-Bucket offsite -ExpectedBucketOwner 999999999999", "S3AccessDenied", ErrorCategory.PermissionDenied, "offsite")]
    [InlineData("-Bucket offsite -KeyTemplate '{instanceId}/latest{extension}'", "KeyTemplateInvalid", ErrorCategory.InvalidArgument, "latest")]
    [InlineData("-Bucket offsite -ObjectLockMode GOVERNANCE", "ObjectLockIncomplete", ErrorCategory.InvalidArgument, "Object Lock")]
    [InlineData("-Bucket offsite -AwsProfile nobody -AwsCredential $null", "AwsProfileNotFound", ErrorCategory.AuthenticationError, "nobody")]
    public void A_destination_that_cannot_be_used_ends_the_command_with_one_clear_error(string parameters, string id, ErrorCategory category, string named)
    {
        Prepare();

        ScriptRun run = Host.TryRun($"Get-AliyunRdsBackup rm-a | Send-AliyunBackupToS3 {parameters}");

        ErrorRecord error = run.SingleError;
        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Contains(named, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Empty(Host.Cloud.S3.Objects("offsite"));
    }

    [Theory]
    [InlineData("empty", "SourceEmpty")]
    [InlineData("size", "SourceSizeMismatch")]
    [InlineData("nolink", "BackupNotDownloadable")]
    [InlineData("tampered", "ChecksumMismatch")]
    public void A_backup_that_cannot_be_copied_is_an_error_and_a_failed_result_and_the_next_one_gets_its_turn(string kind, string id)
    {
        SandboxInstance instance = Prepare();
        DateTimeOffset start = DateTimeOffset.UtcNow.AddHours(-1);
        OssObject file = Host.Cloud.Oss.Put(new OssObject("rdsbak-test", $"bad_{kind}_xb.qp", Content.Generated(3, kind == "empty" ? 0 : 2_000_000), start));
        instance.Add(new SandboxBackup
        {
            Id = "bad",
            Start = start,
            End = start.AddMinutes(1),
            File = kind == "nolink" ? null : file,
            Size = kind is "size" or "nolink" ? 12_345 : null,
        });
        Host.Cloud.Oss.Faults.Inject(new Fault { FlipByteAt = 1_000_000 }, request => kind == "tampered" && request.Key == file.Key);

        ScriptRun run = Host.TryRun(Send);

        Assert.StartsWith($"{id},RdsBackup.PowerShell.SendAliyunBackupToS3Command", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("rm-a/bad", run.SingleError.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal("rm-a/bad", run.SingleError.TargetObject.ToString());
        Assert.Equal(["Failed", "Verified"], run.Output.Select(row => row.Properties["Status"].Value.ToString()).Order(StringComparer.Ordinal));
        PSObject failed = run.Output.Single(row => row.Properties["Status"].Value.ToString() == "Failed");
        Assert.Equal(id, failed.Properties["ErrorId"].Value);
        Assert.Equal(2, Host.Cloud.S3.Objects("offsite").Count);
        Assert.Empty(Host.Cloud.S3.OpenUploads("offsite"));
    }

    [Fact]
    public void A_backup_is_found_by_instance_and_id_as_objects_from_elsewhere_name_them()
    {
        Prepare();

        PSObject result = Assert.Single(Host.Run("[pscustomobject]@{ InstanceId = 'rm-a'; BackupId = '1' } | Send-AliyunBackupToS3 -Bucket offsite"));

        Assert.Equal("Verified", result.Properties["Status"].Value.ToString());
    }

    [Fact]
    public void An_unknown_backup_id_is_one_clear_error()
    {
        Prepare();

        ErrorRecord error = Host.TryRun("Send-AliyunBackupToS3 -Bucket offsite -InstanceId rm-a -BackupId 77").SingleError;

        Assert.StartsWith("AliyunBackupNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("77", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_backups_are_copied_too()
    {
        SandboxInstance instance = Prepare();
        Host.AddLog(instance, "mysql-bin.000001", TimeSpan.FromHours(1), instance.HostInstanceIds[0]);

        PSObject result = Assert.Single(Host.Run("Get-AliyunRdsLogBackup rm-a | Send-AliyunBackupToS3 -Bucket offsite"));

        Assert.Equal("Verified", result.Properties["Status"].Value.ToString());
        Assert.EndsWith("mysql-bin.000001", (string)result.Properties["Key"].Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ranges")]
    [InlineData("length")]
    [InlineData("checksum")]
    [InlineData("everything")]
    public void A_source_that_lacks_something_is_copied_and_verified_all_the_same(string lacking)
    {
        Prepare();
        Host.Cloud.Oss.Faults.Inject(Lacking(lacking));

        PSObject result = Assert.Single(Host.Run(Send));

        Assert.Equal("Verified", result.Properties["Status"].Value.ToString());
        Assert.Equal(3_000_000L, result.Properties["Bytes"].Value);
        Assert.Equal(lacking is "checksum" or "everything", Guarantees(result).Contains("ApiCrc64"));
        Assert.Equal("AlreadyPresent", Assert.Single(Host.Run(Send)).Properties["Status"].Value.ToString());
    }

    [Theory]
    [InlineData("checksum")]
    [InlineData("everything")]
    public void Log_backups_are_verified_by_the_checksum_the_API_lists_where_the_source_has_none(string lacking)
    {
        SandboxInstance instance = Prepare();
        Host.AddLog(instance, "mysql-bin.000001", TimeSpan.FromHours(1), instance.HostInstanceIds[0]);
        Host.Cloud.Oss.Faults.Inject(Lacking(lacking));

        PSObject result = Assert.Single(Host.Run("Get-AliyunRdsLogBackup rm-a | Send-AliyunBackupToS3 -Bucket offsite"));

        Assert.Equal("Verified", result.Properties["Status"].Value.ToString());
        Assert.Contains("ApiCrc64", Guarantees(result));
    }

    [Fact]
    public void Options_reach_the_copy()
    {
        Prepare();

        Host.Run($"{Send} -Prefix nightly -KeyTemplate '{{prefix}}/{{instanceId}}/{{backupId}}{{extension}}' -StorageClass STANDARD_IA -KmsKeyId alias/backup -Tag @{{ env = 'prod' }} -Concurrency 2 -PartSize 5MB -Network Public");

        S3Object copy = Host.Cloud.S3.Objects("offsite").Single(item => item.Key == "nightly/rm-a/1_xb.qp");
        Assert.Equal("STANDARD_IA", copy.Attributes.StorageClass);
        Assert.Equal("aws:kms", copy.Attributes.ServerSideEncryption);
        Assert.Equal("alias/backup", copy.Attributes.KmsKeyId);
        Assert.Equal("prod", copy.Attributes.Tags["env"]);
    }

    [Fact]
    public async Task Stopping_a_copy_takes_less_than_a_second_says_how_to_go_on_and_the_next_run_does()
    {
        Prepare();
        TaskCompletionSource sending = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Host.Cloud.S3.Faults.Inject(
            new Fault
            {
                Before = token =>
                {
                    sending.TrySetResult();
                    return Task.Delay(Timeout.InfiniteTimeSpan, token);
                },
            },
            request => request.Operation == "UploadPart",
            times: 1);
        using Engine engine = Host.Module.Start(Send);
        IAsyncResult running = engine.BeginInvoke();
        await sending.Task.WaitAsync(TestContext.Current.CancellationToken);

        Task stopping = Task.Run(engine.Stop, TestContext.Current.CancellationToken);

        await stopping.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Throws<PipelineStoppedException>(() => engine.EndInvoke(running));
        Assert.Single(Host.Cloud.S3.OpenUploads("offsite"));
        PSObject result = Assert.Single(Host.Run(Send));
        Assert.Equal("Verified", result.Properties["Status"].Value.ToString());
        Assert.DoesNotContain(Host.Cloud.S3.Requests.Where(request => request.Operation == "CreateMultipartUpload").Skip(1), _ => true);
        Assert.Empty(Host.Cloud.S3.OpenUploads("offsite"));
    }

    [Fact]
    public void No_stream_shows_a_signature_or_a_secret()
    {
        Prepare();
        Host.Cloud.Oss.Faults.Inject(Fault.Error(503, "ServiceUnavailable"), times: 2);

        ScriptRun run = Host.TryRun($"$DebugPreference = 'Continue'; {Send} -Verbose -Debug");

        Assert.NotEmpty(run.Debug);
        Assert.Contains(run.Verbose, line => line.Contains("s3://", StringComparison.Ordinal));
        Assert.DoesNotContain("Signature=", run.AllText, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Host.Cloud.S3.SecretAccessKey, run.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(Host.Cloud.Aliyun.AccessKeySecret, run.AllText, StringComparison.Ordinal);
    }

    private static Fault Lacking(string what) => new()
    {
        IgnoreRange = what is "ranges" or "length" or "everything",
        NoLength = what is "length" or "everything",
        NoChecksum = what is "checksum" or "everything",
    };

    private static IEnumerable<string?> Guarantees(PSObject result) =>
        ((IEnumerable)PSObject.AsPSObject(result.Properties["Proof"].Value).Properties["Guarantees"].Value).Cast<object>().Select(item => item.ToString());

    /// <summary>A bucket, one elsewhere, an instance with one good backup, and defaults that lead to this S3.</summary>
    private SandboxInstance Prepare()
    {
        Host.UseBucket();
        Host.Cloud.S3.CreateBucket("elsewhere", new S3BucketOptions { Region = "eu-west-1" });
        SandboxInstance instance = Host.AddInstance("rm-a");
        Host.AddBackup(instance, "1", TimeSpan.FromHours(2));
        return instance;
    }
}
