namespace RdsBackup.Status;

/// <summary>The codes of findings on what lies off-site. They are stable: scripts and alert rules match on them.</summary>
public static class OffsiteFindingCode
{
    /// <summary>Nothing of the instance lies in S3. An error where it is expected within a time that has passed, else a warning.</summary>
    public const string OffsiteMissing = nameof(OffsiteMissing);

    /// <summary>Error: what lies in S3 is older than the newest backup that should be there by now, or came later than it should.</summary>
    public const string OffsiteLate = nameof(OffsiteLate);
}
