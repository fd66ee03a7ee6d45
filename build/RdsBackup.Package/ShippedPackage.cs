namespace RdsBackup.Package;

/// <summary>A package some of whose assemblies the module ships.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Authors">Who made it.</param>
/// <param name="Copyright">Its copyright line, or empty.</param>
/// <param name="License">Its licence, as an SPDX expression.</param>
/// <param name="ProjectUrl">Its home.</param>
/// <param name="Sha512">Hash of its <c>.nupkg</c>, in hexadecimal.</param>
/// <param name="Dependencies">Ids of the packages it uses.</param>
/// <param name="Folder">Where it was restored to.</param>
internal sealed record ShippedPackage(
    string Id, string Version, string Authors, string Copyright, string License, string ProjectUrl, string Sha512, IReadOnlyList<string> Dependencies, string Folder)
{
    /// <summary>Its name to tools that look for known vulnerabilities.</summary>
    public string PackageUrl => $"pkg:nuget/{Id}@{Version}";

    /// <summary>Its own text of the licence, or null.</summary>
    public string? LicenseText => Find("LICENSE*");

    /// <summary>What it says about the works of others in it, or null.</summary>
    public string? Notices => Find("THIRD-PARTY-NOTICES*");

    private string? Find(string pattern) =>
        Directory.GetFiles(Folder, pattern, new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive }) is [string file, ..]
            ? File.ReadAllText(file).ReplaceLineEndings("\n").Trim('\uFEFF', '\n')
            : null;
}
