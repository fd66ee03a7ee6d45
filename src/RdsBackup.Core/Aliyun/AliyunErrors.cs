using System.Globalization;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun;

/// <summary>Turns what went wrong with a call into the error a person reads.</summary>
internal static class AliyunErrors
{
    /// <summary>The error for a reply of the API.</summary>
    /// <param name="call">The call.</param>
    /// <param name="reply">The last reply; it has an error.</param>
    /// <param name="credentialSource">Where the credentials came from.</param>
    /// <param name="now">The local clock.</param>
    public static RdsBackupException Create(AliyunCall call, AliyunReply reply, string? credentialSource, DateTimeOffset now)
    {
        AliyunError error = reply.Error ?? throw new ArgumentException("The reply is no error.", nameof(reply));
        if (error is { Code: "", Class: AliyunErrorClass.Permanent })
        {
            return InvalidResponse(call, error.Message);
        }

        (string id, RdsBackupErrorKind kind) = Identify(error);
        object?[] arguments =
        [
            call.Action, // {0}
            error.Code.Length > 0 ? error.Code : error.HttpStatus, // {1}
            Redaction.Redact(error.Message, reply.Credentials?.AccessKeySecret, reply.Credentials?.SecurityToken), // {2}
            error.RequestId ?? "-", // {3}
            call.Subject ?? call.Endpoint.Authority, // {4}
            call.RegionId ?? call.Endpoint.Authority, // {5}
            error.MissingAction ?? $"{call.Product.Code}:{call.Action}", // {6}
            call.Resource, // {7}
            credentialSource ?? "-", // {8}
            Difference(reply.Date - now), // {9}
        ];
        return new AliyunApiException(
            id, kind, Errors.Text(id, arguments), Errors.Remedy(id, arguments), error.Code, error.RequestId, error.HttpStatus)
        {
            DiagnosticUrl = error.DiagnosticUrl,
        };
    }

    /// <summary>The error for an API that could not be reached.</summary>
    public static RdsBackupException Unreachable(AliyunCall call, Exception cause) => Errors.Create(
        nameof(Messages.AliyunUnreachable), RdsBackupErrorKind.Connection, cause,
        call.Action, call.Endpoint.Authority, Reason(cause).Message);

    /// <summary>The error for an answer that is not what the API documents.</summary>
    public static RdsBackupException InvalidResponse(AliyunCall call, string reason, Exception? cause = null) => Errors.Create(
        nameof(Messages.AliyunInvalidResponse), RdsBackupErrorKind.Service, cause, call.Action, call.Endpoint.Authority, reason);

    /// <summary>A difference of clocks, with its sign: <c>+00:20:00</c> when the service's is ahead.</summary>
    public static string Difference(TimeSpan? difference)
    {
        if (difference is not TimeSpan span)
        {
            return "> 00:15:00"; // the least the API refuses
        }

        string text = TimeSpan.FromSeconds(Math.Round(span.TotalSeconds)).ToString("c", CultureInfo.InvariantCulture);
        return span < TimeSpan.Zero ? text : "+" + text;
    }

    // HttpRequestException itself only says to see the inner one.
    private static Exception Reason(Exception cause) => cause is HttpRequestException ? cause.GetBaseException() : cause;

    private static (string Id, RdsBackupErrorKind Kind) Identify(AliyunError error) => error.Class switch
    {
        AliyunErrorClass.Throttled => (nameof(Messages.AliyunThrottled), RdsBackupErrorKind.Throttled),
        AliyunErrorClass.ClockSkew => (nameof(Messages.AliyunClockSkew), RdsBackupErrorKind.Authentication),
        AliyunErrorClass.CredentialsRefused when error.Code.EndsWith(".Expired", StringComparison.Ordinal)
            => (nameof(Messages.AliyunTokenExpired), RdsBackupErrorKind.Authentication),
        AliyunErrorClass.CredentialsRefused => (nameof(Messages.AliyunCredentialsInvalid), RdsBackupErrorKind.Authentication),
        AliyunErrorClass.Transient => (nameof(Messages.AliyunServiceError), RdsBackupErrorKind.Service),
        _ => IdentifyPermanent(error),
    };

    private static (string Id, RdsBackupErrorKind Kind) IdentifyPermanent(AliyunError error) => error.Code switch
    {
        "InvalidDBInstanceId.NotFound" or "InvalidDBInstanceName.NotFound" or "InvalidDBInstance.NotFound"
            => (nameof(Messages.AliyunInstanceNotFound), RdsBackupErrorKind.NotFound),
        "IncorrectDBInstanceState" or "OperationDenied.DBInstanceStatus"
            => (nameof(Messages.AliyunInstanceState), RdsBackupErrorKind.NotSupported),
        _ when StartsWith(error, "InvalidAccessKeyId", "SignatureDoesNotMatch", "IncompleteSignature")
            => (nameof(Messages.AliyunCredentialsInvalid), RdsBackupErrorKind.Authentication),
        _ when StartsWith(error, "Forbidden", "NoPermission") || error.Code.EndsWith(".NoPermission", StringComparison.Ordinal)
            => (nameof(Messages.AliyunAccessDenied), RdsBackupErrorKind.PermissionDenied),
        _ when error.Code.EndsWith(".NotFound", StringComparison.Ordinal) || StartsWith(error, "EntityNotExist")
            => (nameof(Messages.AliyunNotFound), RdsBackupErrorKind.NotFound),
        _ when StartsWith(error, "Invalid", "Missing", "Illegal", "Unsupported")
            => (nameof(Messages.AliyunInvalidParameter), RdsBackupErrorKind.InvalidInput),
        _ => (nameof(Messages.AliyunServiceError), RdsBackupErrorKind.Service),
    };

    private static bool StartsWith(AliyunError error, params ReadOnlySpan<string> prefixes)
    {
        foreach (string prefix in prefixes)
        {
            if (error.Code.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
