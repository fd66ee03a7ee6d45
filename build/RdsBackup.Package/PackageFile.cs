namespace RdsBackup.Package;

/// <summary>A file of the package.</summary>
/// <param name="Path">Where it lies in the package, with forward slashes.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record PackageFile(string Path, byte[] Content);
