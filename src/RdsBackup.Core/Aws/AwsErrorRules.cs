using RdsBackup.Diagnostics;

namespace RdsBackup.Aws;

/// <summary>
/// The error codes of Amazon RDS and what they are as <see cref="Errors"/> of this module; without the suffix <c>Fault</c> that some of
/// them carry and some servers add or drop. Sources: the operations' errors in botocore 1.43, "Common errors" of the API reference, and the
/// retry policy of AWSSDK.Core 4.0.102.
/// </summary>
internal static class AwsErrorRules
{
    private const string StartExport = "StartExportTask";

    private static readonly AwsErrorRule Throttled = new(nameof(Messages.AwsThrottled), RdsBackupErrorKind.Throttled, AwsErrorClass.Throttled);
    private static readonly AwsErrorRule Failed = new(nameof(Messages.AwsServiceError), RdsBackupErrorKind.Service, AwsErrorClass.Transient);
    private static readonly AwsErrorRule Unknown = Failed with { Class = AwsErrorClass.Permanent };
    private static readonly AwsErrorRule NotFound = Permanent(nameof(Messages.AwsNotFound), RdsBackupErrorKind.NotFound);
    private static readonly AwsErrorRule Denied = Permanent(nameof(Messages.AwsAccessDenied), RdsBackupErrorKind.PermissionDenied);
    private static readonly AwsErrorRule Rejected = Permanent(nameof(Messages.AwsInvalidParameter), RdsBackupErrorKind.InvalidInput);
    private static readonly AwsErrorRule Expired = Permanent(nameof(Messages.AwsTokenExpired), RdsBackupErrorKind.Authentication);
    private static readonly AwsErrorRule ClockSkew = Permanent(nameof(Messages.AwsClockSkew), RdsBackupErrorKind.Authentication);
    private static readonly AwsErrorRule Unauthenticated = Permanent(nameof(Messages.AwsCredentialsInvalid), RdsBackupErrorKind.Authentication);

    private static readonly AwsErrorRule ExportLimit =
        new(nameof(Messages.AwsExportLimit), RdsBackupErrorKind.Throttled, AwsErrorClass.Busy, "ExportTaskIdentifier");

    private static readonly AwsErrorRule Limit = ExportLimit with { Id = nameof(Messages.AwsLimitExceeded) };

    private static readonly AwsErrorRule SnapshotMissing = Permanent(
        nameof(Messages.AwsSnapshotNotFound), RdsBackupErrorKind.NotFound,
        "SourceDBSnapshotIdentifier", "SourceDBClusterSnapshotIdentifier", "DBSnapshotIdentifier", "DBClusterSnapshotIdentifier", "SourceArn", "ResourceName");

    private static readonly AwsErrorRule SnapshotTaken = Permanent(
        nameof(Messages.AwsSnapshotExists), RdsBackupErrorKind.AlreadyExists,
        "TargetDBSnapshotIdentifier", "TargetDBClusterSnapshotIdentifier", "DBSnapshotIdentifier", "DBClusterSnapshotIdentifier");

    private static readonly AwsErrorRule InstanceBusy = new(
        nameof(Messages.AwsInstanceState), RdsBackupErrorKind.NotSupported, AwsErrorClass.Busy, "DBInstanceIdentifier", "DBClusterIdentifier");

    private static readonly AwsErrorRule SnapshotBusy = new(
        nameof(Messages.AwsSnapshotState), RdsBackupErrorKind.NotSupported, AwsErrorClass.Busy, SnapshotMissing.Subjects);

    /// <summary>The rules by code.</summary>
    public static IReadOnlyDictionary<string, AwsErrorRule> ByCode { get; } = new Dictionary<string, AwsErrorRule>(StringComparer.Ordinal)
    {
        ["DBInstanceNotFound"] = Permanent(nameof(Messages.AwsInstanceNotFound), RdsBackupErrorKind.NotFound, "DBInstanceIdentifier", "ResourceName"),
        ["DBClusterNotFound"] = Permanent(nameof(Messages.AwsClusterNotFound), RdsBackupErrorKind.NotFound, "DBClusterIdentifier", "SourceArn", "ResourceName"),
        ["DBSnapshotNotFound"] = SnapshotMissing,
        ["DBClusterSnapshotNotFound"] = SnapshotMissing,
        ["ExportTaskNotFound"] = Permanent(nameof(Messages.AwsExportNotFound), RdsBackupErrorKind.NotFound, "ExportTaskIdentifier"),
        ["DBSnapshotAlreadyExists"] = SnapshotTaken,
        ["DBClusterSnapshotAlreadyExists"] = SnapshotTaken,
        ["ExportTaskAlreadyExists"] = Permanent(nameof(Messages.AwsExportExists), RdsBackupErrorKind.AlreadyExists, "ExportTaskIdentifier"),
        ["InvalidDBInstanceState"] = InstanceBusy,
        ["InvalidDBClusterState"] = InstanceBusy,
        ["InvalidDBSnapshotState"] = SnapshotBusy,
        ["InvalidDBClusterSnapshotState"] = SnapshotBusy,
        ["InvalidExportSourceState"] = new(nameof(Messages.AwsExportSourceState), RdsBackupErrorKind.NotSupported, AwsErrorClass.Busy, "SourceArn"),
        ["InvalidExportTaskState"] = Permanent(nameof(Messages.AwsExportEnded), RdsBackupErrorKind.NotSupported, "ExportTaskIdentifier"),
        ["SnapshotQuotaExceeded"] = Permanent(nameof(Messages.AwsSnapshotQuota), RdsBackupErrorKind.Throttled),
        ["InvalidS3Bucket"] = Permanent(nameof(Messages.AwsExportBucketInvalid), RdsBackupErrorKind.InvalidInput, "S3BucketName"),
        ["IamRoleNotFound"] = Permanent(nameof(Messages.AwsExportRoleNotFound), RdsBackupErrorKind.NotFound, "IamRoleArn"),
        ["IamRoleMissingPermissions"] = Permanent(nameof(Messages.AwsExportRoleDenied), RdsBackupErrorKind.PermissionDenied, "IamRoleArn"),
        ["InvalidExportOnly"] = Permanent(nameof(Messages.AwsExportOnlyInvalid), RdsBackupErrorKind.InvalidInput, "ExportOnly"),
        ["KMSKeyNotAccessible"] = Permanent(nameof(Messages.AwsKeyNotAccessible), RdsBackupErrorKind.PermissionDenied, "KmsKeyId"),

        ["Throttling"] = Throttled,
        ["ThrottlingException"] = Throttled,
        ["ThrottledException"] = Throttled,
        ["RequestThrottled"] = Throttled,
        ["RequestThrottledException"] = Throttled,
        ["RequestLimitExceeded"] = Throttled,
        ["TooManyRequestsException"] = Throttled,
        ["BandwidthLimitExceeded"] = Throttled,
        ["SlowDown"] = Throttled,
        ["PriorRequestNotComplete"] = Throttled,
        ["LimitExceededException"] = Throttled,
        ["ProvisionedThroughputExceededException"] = Throttled,
        ["TransactionInProgressException"] = Throttled,

        ["InternalFailure"] = Failed,
        ["ServiceUnavailable"] = Failed,
        ["RequestTimeout"] = Failed,
        ["RequestTimeoutException"] = Failed,

        ["ExpiredToken"] = Expired,
        ["ExpiredTokenException"] = Expired,
        ["RequestExpired"] = ClockSkew,
        ["RequestTimeTooSkewed"] = ClockSkew,
        ["RequestInTheFuture"] = ClockSkew,
        ["SignatureDoesNotMatch"] = Unauthenticated,
        ["InvalidSignatureException"] = Unauthenticated,
        ["AuthFailure"] = Unauthenticated,
        ["InvalidClientTokenId"] = Unauthenticated,
        ["IncompleteSignature"] = Unauthenticated,
        ["MissingAuthenticationToken"] = Unauthenticated,

        ["AccessDenied"] = Denied,
        ["AccessDeniedException"] = Denied,
        ["UnauthorizedOperation"] = Denied,
        ["NotAuthorized"] = Denied,
        ["OptInRequired"] = Permanent(nameof(Messages.AwsRegionDisabled), RdsBackupErrorKind.PermissionDenied),

        ["InvalidParameterValue"] = Rejected,
        ["InvalidParameterCombination"] = Rejected,
        ["MissingParameter"] = Rejected,
        ["ValidationError"] = Rejected,
        ["InvalidAction"] = Rejected,
        ["MalformedQueryString"] = Rejected,
    };

    /// <summary>A code without the suffix that does not matter.</summary>
    public static string Normalize(string code) => code.EndsWith("Fault", StringComparison.Ordinal) ? code[..^"Fault".Length] : code;

    /// <summary>The rule for an error.</summary>
    /// <param name="code">The API's code, normalized.</param>
    /// <param name="status">HTTP status code.</param>
    /// <param name="action">The operation it was met in.</param>
    public static AwsErrorRule Find(string code, int status, string action)
    {
        // How many exports may run at once is told by a code that AWS does not document; its name has a limit or quota in it.
        bool isExportLimit = action == StartExport && status == 400 && IsLimit(code) && !code.StartsWith("Request", StringComparison.Ordinal);
        return isExportLimit ? ExportLimit : ByCode.GetValueOrDefault(code) ?? FindByForm(code, status);
    }

    private static AwsErrorRule FindByForm(string code, int status) => status switch
    {
        429 => Throttled,
        >= 500 => Failed,
        _ when code.EndsWith("NotFound", StringComparison.Ordinal) => NotFound,
        400 when IsLimit(code) => Limit,
        403 when code.Length > 0 => Denied,
        _ => Unknown,
    };

    private static bool IsLimit(string code) =>
        code.Contains("Limit", StringComparison.Ordinal) || code.Contains("Quota", StringComparison.Ordinal);

    private static AwsErrorRule Permanent(string id, RdsBackupErrorKind kind, params string[] subjects) =>
        new(id, kind, AwsErrorClass.Permanent, subjects);
}
