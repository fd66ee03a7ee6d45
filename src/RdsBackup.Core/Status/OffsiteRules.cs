using RdsBackup.Validation;

namespace RdsBackup.Status;

/// <summary>What can be said of what lies off-site. Pure functions of times.</summary>
internal static class OffsiteRules
{
    /// <summary>Whether what should lie off-site by now does.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="backups">When the data of its good backups was taken.</param>
    /// <param name="newest">The newest of it that lies off-site; null when nothing does.</param>
    /// <param name="within">How long after its end a backup must be there; null expects nothing.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<BackupFinding> Check(
        string instanceId, IEnumerable<DateTimeOffset> backups, OffsiteCopy? newest, TimeSpan? within, DateTimeOffset now)
    {
        DateTimeOffset? due = within is null ? null : backups.Where(time => time + within <= now).Select(time => (DateTimeOffset?)time).Max();
        if (newest is null)
        {
            yield return Findings.Create(OffsiteFindingCode.OffsiteMissing, due is null ? FindingSeverity.Warning : FindingSeverity.Error, instanceId);
        }
        else if (newest.SourceTime < due)
        {
            yield return Findings.Create(OffsiteFindingCode.OffsiteLate, FindingSeverity.Error, instanceId, now - newest.SourceTime, within);
        }
    }

    /// <summary>Whether a copy or export arrived in time.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="within">How long after its end a backup must be there; null expects nothing.</param>
    public static IEnumerable<BackupFinding> CheckArrival(string instanceId, OffsiteCopy copy, TimeSpan? within)
    {
        if (copy.StoredAt - copy.SourceTime is { } taken && taken > within)
        {
            yield return Findings.Create(OffsiteFindingCode.OffsiteLate, FindingSeverity.Error, instanceId, taken, within);
        }
    }
}
