namespace RdsBackup.Sandbox;

/// <summary>Thrown inside a service to answer with a <see cref="Refusal"/>.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
{
    public RefusedException(int status, string code, string message)
        : this(new Refusal(status, code, message))
    {
    }

    public Refusal Refusal { get; } = refusal;
}
