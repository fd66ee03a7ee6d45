namespace RdsBackup;

/// <summary>How much an alert event matters; later ones matter more.</summary>
public enum AlertSeverity
{
    /// <summary>Worth knowing; nothing to do.</summary>
    Information,

    /// <summary>Worth a look within days.</summary>
    Warning,

    /// <summary>A backup, copy or export cannot be relied on.</summary>
    Error,

    /// <summary>Nothing is there to restore from, or what was safe no longer is.</summary>
    Critical,
}
