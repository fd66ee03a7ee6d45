namespace RdsBackup;

/// <summary>How a run ended for an instance, an environment, or as a whole.</summary>
public enum RdsBackupRunStatus
{
    /// <summary>Everything that was to be safe is safe, and was checked.</summary>
    Succeeded,

    /// <summary>Nothing was done: it was only planned, or it is outside the hours in which work may begin.</summary>
    Skipped,

    /// <summary>No instance matches the environment.</summary>
    NothingFound,

    /// <summary>Something that was to be safe is not, or is not known to be.</summary>
    Failed,
}
