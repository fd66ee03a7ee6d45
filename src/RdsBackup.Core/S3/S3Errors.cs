using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;
using RdsBackup.Network;

namespace RdsBackup.S3;

/// <summary>Turns what S3 and its SDK report into the errors of this module. Source of the codes: "Error responses", S3 API reference.</summary>
internal static class S3Errors
{
    /// <summary>The module's error for <paramref name="exception"/>, met while doing <paramref name="action"/> on s3://bucket/key.</summary>
    public static RdsBackupException Translate(Exception exception, string action, string bucket, string key) => exception switch
    {
        RdsBackupException known => known,
        AmazonS3Exception { ErrorCode: "RequestTimeout" or "IncompleteBody" } => Unreachable(exception, bucket), // What S3 says of a connection that fails.
        AmazonS3Exception s3 => Translate(s3, action, bucket, key),
        _ when ConnectionFailure.Is(exception) => Unreachable(exception, bucket),
        AmazonClientException when exception is not AmazonServiceException => Errors.Create(
            nameof(Messages.AwsCredentialsNotFound), RdsBackupErrorKind.Authentication, exception, exception.Message),
        _ => Errors.Create(nameof(Messages.S3RequestFailed), RdsBackupErrorKind.Service, exception, action, bucket, key, exception.Message),
    };

    /// <summary>Whether trying the same request again may help.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        AmazonS3Exception s3 => (int)s3.StatusCode >= 500 || s3.StatusCode == HttpStatusCode.TooManyRequests
            || s3.ErrorCode is "SlowDown" or "RequestTimeout" or "BadDigest" or "InternalError" or "ServiceUnavailable" or "RequestTimeTooSkewed"
                or "XAmzContentChecksumMismatch" or "IncompleteBody",
        RdsBackupException => false,
        _ => ConnectionFailure.Is(exception),
    };

    /// <summary>Whether S3 answered that the object or upload is not there.</summary>
    public static bool IsMissing(AmazonS3Exception exception) =>
        exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode != "NoSuchBucket";

    private static RdsBackupException Unreachable(Exception exception, string bucket) => Errors.Create(
        nameof(Messages.S3Unreachable), RdsBackupErrorKind.Connection, exception, bucket, exception.GetBaseException().Message);

    private static RdsBackupException Translate(AmazonS3Exception s3, string action, string bucket, string key)
    {
        (string id, RdsBackupErrorKind kind) = s3.ErrorCode switch
        {
            "NoSuchBucket" => (nameof(Messages.BucketNotFound), RdsBackupErrorKind.NotFound),
            "PermanentRedirect" or "TemporaryRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" =>
                (nameof(Messages.BucketInOtherRegion), RdsBackupErrorKind.InvalidInput),
            "InvalidAccessKeyId" or "SignatureDoesNotMatch" => (nameof(Messages.AwsCredentialsInvalid), RdsBackupErrorKind.Authentication),
            _ when SignatureRefusal.IsExpiry(s3) => (nameof(Messages.AwsTokenExpired), RdsBackupErrorKind.Authentication),
            _ when SignatureRefusal.IsClockSkew(s3) => (nameof(Messages.AwsClockSkew), RdsBackupErrorKind.Authentication),
            "BadDigest" or "XAmzContentChecksumMismatch" => (nameof(Messages.S3ReceivedOtherBytes), RdsBackupErrorKind.CorruptData),
            "SlowDown" or "ServiceUnavailable" => (nameof(Messages.S3Throttled), RdsBackupErrorKind.Throttled),
            "NoSuchUpload" or "ConditionalRequestConflict" => (nameof(Messages.UploadVanished), RdsBackupErrorKind.Service),
            "InvalidObjectState" => (nameof(Messages.CopyArchived), RdsBackupErrorKind.NotSupported),
            "PreconditionFailed" => (nameof(Messages.KeyTaken), RdsBackupErrorKind.AlreadyExists),
            _ when s3.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect =>
                (nameof(Messages.BucketInOtherRegion), RdsBackupErrorKind.InvalidInput),
            _ when s3.StatusCode == HttpStatusCode.Forbidden => (nameof(Messages.S3AccessDenied), RdsBackupErrorKind.PermissionDenied),
            _ when (int)s3.StatusCode is >= 400 and < 500 => (nameof(Messages.S3RequestRejected), RdsBackupErrorKind.InvalidInput),
            _ => (nameof(Messages.S3RequestFailed), RdsBackupErrorKind.Service),
        };
        string reason = string.IsNullOrEmpty(s3.Message) ? $"{s3.ErrorCode} ({(int)s3.StatusCode})" : s3.Message;
        return Errors.Create(id, kind, s3, action, bucket, key, reason);
    }
}
