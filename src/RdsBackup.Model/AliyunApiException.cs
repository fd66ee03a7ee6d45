namespace RdsBackup;

/// <summary>An error that the Alibaba Cloud API answered with.</summary>
public sealed class AliyunApiException : CloudApiException
{
    /// <summary>Creates the error.</summary>
    /// <param name="errorId">Stable id of this module.</param>
    /// <param name="kind">What sort of failure it is.</param>
    /// <param name="message">Names the action, the cause and the request id. Free of secrets.</param>
    /// <param name="recommendation">What to do about it.</param>
    /// <param name="code">The API's own code, such as <c>Forbidden.RAM</c>.</param>
    /// <param name="requestId">The API's request id.</param>
    /// <param name="httpStatus">HTTP status code.</param>
    /// <param name="innerException">The cause.</param>
    public AliyunApiException(
        string errorId, RdsBackupErrorKind kind, string message, string? recommendation,
        string code, string? requestId, int httpStatus, Exception? innerException = null)
        : base(errorId, kind, message, recommendation, code, requestId, httpStatus, innerException)
    {
    }

    /// <summary>The API's diagnostic page for this error, if it named one.</summary>
    public string? DiagnosticUrl { get; init; }
}
