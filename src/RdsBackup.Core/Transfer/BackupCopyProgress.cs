namespace RdsBackup.Transfer;

/// <summary>How far a copy is.</summary>
/// <param name="Bytes">Bytes that are in S3 or on their way, those resumed included.</param>
/// <param name="TotalBytes">Bytes of the object; null when the source does not say.</param>
public readonly record struct BackupCopyProgress(long Bytes, long? TotalBytes);
