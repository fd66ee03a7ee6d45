namespace RdsBackup.S3;

/// <summary>An object as a listing tells of it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="ETag">Names the version that was listed.</param>
/// <param name="Modified">When it was stored; null when the store does not tell.</param>
internal sealed record ListedObject(string Key, long Size, string ETag, DateTimeOffset? Modified);
