namespace RdsBackup.Diagnostics;

/// <summary>Stands for an exception that has a secret in its text: what a server said, mostly. Tells all that the other did, redacted.</summary>
internal sealed class RedactedException : Exception
{
    private readonly string _text;

    private RedactedException(Exception original, string text)
        : base(Redaction.Redact(original.Message)) => _text = text;

    /// <summary>The exception itself where it has no secret, so that nobody who looks at it misses its type.</summary>
    public static Exception? Of(Exception? exception)
    {
        string text = exception?.ToString() ?? "";
        string redacted = Redaction.Redact(text);
        return redacted == text ? exception : new RedactedException(exception!, redacted);
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
