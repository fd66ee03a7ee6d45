namespace RdsBackup;

/// <summary>An error that the API of a cloud answered with.</summary>
public abstract class CloudApiException : RdsBackupException
{
    /// <summary>Creates the error.</summary>
    /// <param name="errorId">Stable id of this module.</param>
    /// <param name="kind">What sort of failure it is.</param>
    /// <param name="message">Names the operation, the cause and the request id. Free of secrets.</param>
    /// <param name="recommendation">What to do about it.</param>
    /// <param name="code">The API's own code.</param>
    /// <param name="requestId">The API's request id.</param>
    /// <param name="httpStatus">HTTP status code.</param>
    /// <param name="innerException">The cause.</param>
    private protected CloudApiException(
        string errorId, RdsBackupErrorKind kind, string message, string? recommendation,
        string code, string? requestId, int httpStatus, Exception? innerException)
        : base(errorId, kind, message, recommendation, innerException)
    {
        Code = code;
        RequestId = requestId;
        HttpStatus = httpStatus;
    }

    /// <summary>The API's own code, such as <c>Throttling.User</c> or <c>DBSnapshotNotFound</c>.</summary>
    public string Code { get; }

    /// <summary>Id to quote to the cloud's support.</summary>
    public string? RequestId { get; }

    /// <summary>HTTP status code of the answer.</summary>
    public int HttpStatus { get; }
}
