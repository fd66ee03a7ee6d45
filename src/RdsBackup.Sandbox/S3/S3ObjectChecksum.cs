namespace RdsBackup.Sandbox;

/// <summary>A checksum that S3 keeps with an object.</summary>
/// <param name="Algorithm">CRC32, CRC32C, CRC64NVME, SHA1 or SHA256.</param>
/// <param name="Type">FULL_OBJECT or COMPOSITE.</param>
/// <param name="Value">Base64; with <c>-N</c> for a composite one.</param>
public sealed record S3ObjectChecksum(string Algorithm, string Type, string Value);
