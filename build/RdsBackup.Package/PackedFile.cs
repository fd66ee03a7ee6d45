namespace RdsBackup.Package;

/// <summary>A package that was written.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Length">Its size, in bytes.</param>
/// <param name="Sha256">Its hash, in hexadecimal.</param>
internal sealed record PackedFile(string Path, long Length, string Sha256);
