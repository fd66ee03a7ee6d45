namespace RdsBackup;

/// <summary>An error that the Alibaba Cloud API answered with.</summary>
public sealed class AliyunApiException : RdsBackupException
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
        : base(errorId, kind, message, recommendation, innerException)
    {
        Code = code;
        RequestId = requestId;
        HttpStatus = httpStatus;
    }

    /// <summary>The API's own code, such as <c>Throttling.User</c>.</summary>
    public string Code { get; }

    /// <summary>Id to quote to Alibaba Cloud's support.</summary>
    public string? RequestId { get; }

    /// <summary>HTTP status code of the answer.</summary>
    public int HttpStatus { get; }

    /// <summary>The API's diagnostic page for this error, if it named one.</summary>
    public string? DiagnosticUrl { get; init; }
}
