namespace RdsBackup.S3;

/// <summary>An open multipart upload.</summary>
/// <param name="Id">Its id.</param>
/// <param name="HasChecksums">Whether S3 confirmed that it checks the CRC-32 of every part and of the object.</param>
internal sealed record OpenUpload(string Id, bool HasChecksums);
