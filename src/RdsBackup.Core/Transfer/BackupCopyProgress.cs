namespace RdsBackup.Transfer;

/// <summary>How far the copying or reading of a backup is.</summary>
/// <param name="Bytes">Bytes that arrived or are on their way, those resumed included.</param>
/// <param name="TotalBytes">Bytes of the object; null when nobody says.</param>
/// <param name="ResumedBytes">Bytes of these that an earlier run had sent.</param>
public readonly record struct BackupCopyProgress(long Bytes, long? TotalBytes, long ResumedBytes = 0);
