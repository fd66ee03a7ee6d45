using RdsBackup.Exports;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Exports;

public sealed class ExportFailuresTests
{
    [Theory]
    [InlineData(AwsExportFailures.Internal, "ExportFailedInternal", "again")]
    [InlineData(AwsExportFailures.InternalMetadata, "ExportFailedInternal", "again")]
    [InlineData(AwsExportFailures.CannotAssumeRole, "ExportFailedTrust", "export.rds.amazonaws.com")]
    [InlineData(AwsExportFailures.MetadataDenied, "ExportFailedMetadata", "s3:PutObject*")]
    [InlineData(AwsExportFailures.RoleNotAuthorized, "ExportFailedRole", "s3:PutObject*")]
    [InlineData(AwsExportFailures.S3CheckFailed, "ExportFailedRole", "s3:GetBucketLocation")]
    [InlineData(AwsExportFailures.KmsCheckFailed, "ExportFailedKey", "kms:CreateGrant")]
    [InlineData(AwsExportFailures.InvalidBucket, "ExportFailedBucket", "region")]
    [InlineData("The LOB in column doc is larger than 500 MB.", "ExportFailedData", "-ExportOnly")]
    [InlineData("Something new.", "ExportFailedUnknown", "Start-AwsSnapshotExport")]
    [InlineData(null, "ExportFailedUnknown", "Start-AwsSnapshotExport")]
    public void Each_family_of_causes_has_its_error_and_remedy(string? cause, string id, string remedy)
    {
        RdsBackupException failure = ExportFailures.Of(Task("FAILED", cause))!;

        Assert.Equal(id, failure.ErrorId);
        Assert.Contains(cause ?? "task-1", failure.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, failure.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_canceled_task_has_its_own_error_and_others_have_none()
    {
        Assert.Equal("ExportCanceled", ExportFailures.Of(Task("CANCELED"))!.ErrorId);
        Assert.All(["STARTING", "IN_PROGRESS", "CANCELING", "COMPLETE"], status => Assert.Null(ExportFailures.Of(Task(status))));
    }

    private static AwsSnapshotExport Task(string status, string? cause = null) => new()
    {
        ExportTaskId = "task-1",
        SourceArn = "arn:aws:rds:us-east-1:111122223333:snapshot:s",
        Region = "us-east-1",
        Bucket = "b",
        IamRoleArn = "arn:aws:iam::111122223333:role/r",
        KmsKeyId = "k",
        Status = status,
        FailureCause = cause,
    };
}
