namespace RdsBackup.Transfer;

/// <summary>How far the copying or reading of a backup is.</summary>
/// <param name="Bytes">Bytes that arrived or are on their way, those resumed included.</param>
/// <param name="TotalBytes">Bytes of the object; null when nobody says.</param>
public readonly record struct BackupCopyProgress(long Bytes, long? TotalBytes);
