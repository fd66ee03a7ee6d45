namespace RdsBackup.S3;

/// <summary>A small text object as it was read.</summary>
/// <param name="Text">Its content.</param>
/// <param name="ETag">What tells this version of it from others.</param>
internal sealed record StoredText(string Text, string ETag);
