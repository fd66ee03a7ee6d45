namespace RdsBackup.Sandbox;

/// <summary>What FailureCause says, one text per family of causes in the guide's chapter on exports that fail.</summary>
public static class AwsExportFailures
{
    /// <summary>Nobody's fault: try again.</summary>
    public const string Internal = "An unknown internal error occurred.";

    /// <summary>Nobody's fault either.</summary>
    public const string InternalMetadata = "An unknown internal error occurred writing the export task's metadata to the S3 bucket.";

    /// <summary>The trust policy lacks export.rds.amazonaws.com.</summary>
    public const string CannotAssumeRole = "The RDS export was unable to assume the IAM role to write to the S3 bucket.";

    /// <summary>The role's, bucket's or key's policy.</summary>
    public const string MetadataDenied = "The RDS export failed to write the export task's metadata to the S3 bucket with the IAM role and KMS key provided. Error code: AccessDenied.";

    /// <summary>The role's policy.</summary>
    public const string RoleNotAuthorized = "The IAM role isn't authorized to call [s3:PutObject] on the S3 bucket. Review your permissions and retry the export.";

    /// <summary>The key: disabled, deleted or not granted.</summary>
    public const string KmsCheckFailed = "The KMS key check failed. Check the credentials on your KMS key and try again.";

    /// <summary>The role's credentials.</summary>
    public const string S3CheckFailed = "The S3 credential check failed. Check the permissions on your S3 bucket and IAM policy.";

    /// <summary>The bucket went away or lies elsewhere.</summary>
    public const string InvalidBucket = "The S3 bucket isn't valid, or it isn't located in the current AWS Region.";
}
