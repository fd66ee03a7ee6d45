namespace RdsBackup.Retrieval;

/// <summary>What a download fetches, and how it is cut. A partial file belongs to exactly one such; it is the first line of its state.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">Key of the object.</param>
/// <param name="ETag">Tag of its state; without one nothing tells whether it is still the same, and nothing is resumed.</param>
/// <param name="VersionId">Version id, in a versioned bucket.</param>
/// <param name="Length">Bytes.</param>
/// <param name="RangeSize">Bytes of every range but the last.</param>
internal sealed record DownloadContent(string Bucket, string Key, string? ETag, string? VersionId, long Length, long RangeSize);
