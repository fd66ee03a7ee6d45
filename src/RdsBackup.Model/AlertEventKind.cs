namespace RdsBackup;

/// <summary>What an alert event is about. The names are stable: configurations and scripts hold them.</summary>
public enum AlertEventKind
{
    /// <summary>There is no backup, or no snapshot, that could be restored.</summary>
    BackupMissing,

    /// <summary>The newest backup or snapshot is older than is allowed.</summary>
    BackupStale,

    /// <summary>A backup or snapshot is there, but something is wrong with it.</summary>
    BackupInvalid,

    /// <summary>A backup could not be copied to S3.</summary>
    CopyFailed,

    /// <summary>An export did not start, failed or was canceled.</summary>
    ExportFailed,

    /// <summary>An export ended, but left something out.</summary>
    ExportPartial,

    /// <summary>What lies in S3 is missing, is not what was put there, or could not be checked.</summary>
    VerificationFailed,

    /// <summary>Anything else failed, such as listing instances with credentials that have expired.</summary>
    OperationFailed,

    /// <summary>
    /// Something was found to be all right. It becomes a notice only for a rule that told of its failure before;
    /// <see cref="AlertEvent.Recovery"/> says of what.
    /// </summary>
    Recovered,

    /// <summary>A whole run has ended, well or not.</summary>
    RunFinished,
}
