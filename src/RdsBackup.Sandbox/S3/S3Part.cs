namespace RdsBackup.Sandbox;

/// <summary>A received part, or the whole body of a PutObject.</summary>
/// <param name="Number">Its number, 1 to 10,000.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Md5">Its MD5.</param>
/// <param name="LastModified">When it arrived.</param>
/// <param name="Checksum">The checksum that will count for the object.</param>
public sealed record S3Part(int Number, long Size, string Md5, DateTimeOffset LastModified, string Checksum)
{
    /// <summary>The file with its bytes; null in sink mode.</summary>
    internal FileInfo? File { get; init; }

    /// <summary>Its ETag, quotes included.</summary>
    public string ETag => $"\"{Md5}\"";
}
