namespace RdsBackup.Configuration;

/// <summary>What is expected of an environment's backups.</summary>
public sealed class ExpectationOptions
{
    /// <summary>How old the newest backup or snapshot may be, such as 26h. Without it, what follows from the instance's own backup schedule.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>How large a backup must be at least, such as 500MB.</summary>
    public long? MinSize { get; init; }

    /// <summary>How long after its end a backup must lie in S3, proved, such as 12h.</summary>
    public TimeSpan? OffsiteWithin { get; init; }
}
