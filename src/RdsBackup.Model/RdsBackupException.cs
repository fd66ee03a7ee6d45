namespace RdsBackup;

/// <summary>A failure with a stable id, a sentence that names the input, and one that says what to do.</summary>
public class RdsBackupException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="errorId">Stable PascalCase id; scripts match on it.</param>
    /// <param name="kind">What sort of failure it is.</param>
    /// <param name="message">Names the input and the cause. Free of secrets.</param>
    /// <param name="recommendation">What to do about it, if anything is known.</param>
    /// <param name="innerException">The cause.</param>
    public RdsBackupException(
        string errorId, RdsBackupErrorKind kind, string message, string? recommendation = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Kind = kind;
        Recommendation = recommendation;
    }

    /// <summary>Stable PascalCase id, such as <c>BucketNotFound</c>.</summary>
    public string ErrorId { get; }

    /// <summary>What sort of failure it is.</summary>
    public RdsBackupErrorKind Kind { get; }

    /// <summary>What to do about it, in the user's language.</summary>
    public string? Recommendation { get; }
}
