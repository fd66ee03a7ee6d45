namespace RdsBackup;

/// <summary>
/// An error that an API of AWS answered with. Its code is without the suffix <c>Fault</c> that some errors of RDS carry and some servers add
/// or drop.
/// </summary>
public sealed class AwsApiException : CloudApiException
{
    /// <summary>Creates the error.</summary>
    /// <param name="errorId">Stable id of this module.</param>
    /// <param name="kind">What sort of failure it is.</param>
    /// <param name="message">Names the operation, the cause and the request id. Free of secrets.</param>
    /// <param name="recommendation">What to do about it.</param>
    /// <param name="code">The API's own code, such as <c>DBSnapshotNotFound</c>.</param>
    /// <param name="requestId">The API's request id.</param>
    /// <param name="httpStatus">HTTP status code.</param>
    /// <param name="innerException">The cause.</param>
    public AwsApiException(
        string errorId, RdsBackupErrorKind kind, string message, string? recommendation,
        string code, string? requestId, int httpStatus, Exception? innerException = null)
        : base(errorId, kind, message, recommendation, code, requestId, httpStatus, innerException)
    {
    }

    /// <summary>Whether the same call may succeed later without anything being changed: throttling, limits of what may run at once, failures of the service.</summary>
    public bool IsRetryable { get; init; }
}
