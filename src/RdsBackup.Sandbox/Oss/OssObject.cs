namespace RdsBackup.Sandbox;

/// <summary>An object of the emulated OSS: what a backup's download link leads to.</summary>
/// <param name="Bucket">Bucket name.</param>
/// <param name="Key">Object key; any Unicode text.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="LastModified">When it was written.</param>
public sealed record OssObject(string Bucket, string Key, Content Content, DateTimeOffset LastModified)
{
    /// <summary>The opaque tag of a multipart object, quotes included.</summary>
    public string ETag { get; init; } = $"\"{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{Bucket}/{Key}/{LastModified:O}")).AsSpan(0, 16))}-7\"";
}
