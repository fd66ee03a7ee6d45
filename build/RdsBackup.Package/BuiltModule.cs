using System.Reflection;

namespace RdsBackup.Package;

/// <summary>What the build made and where it lies.</summary>
/// <param name="RepositoryRoot">The repository.</param>
/// <param name="ModuleFolder">The importable module.</param>
/// <param name="DependencyFile">The compiler's list of the packages it was built with (<c>.deps.json</c>).</param>
/// <param name="PackageFolder">Where NuGet keeps the packages it restored.</param>
/// <param name="IsRelease">Whether it is what is published, which is compiled ahead of time.</param>
internal sealed record BuiltModule(string RepositoryRoot, string ModuleFolder, string DependencyFile, string PackageFolder, bool IsRelease)
{
    /// <summary>The module that was built together with this program.</summary>
    public static BuiltModule OfThisBuild { get; } =
        new(Metadata("RepositoryRoot"), Metadata("ModuleFolder"), Metadata("DependencyFile"), Metadata("PackageFolder"), Metadata("Configuration") == "Release");

    /// <summary>Where the package goes unless somewhere else is named.</summary>
    public string OutputFolder => Path.Combine(RepositoryRoot, "artifacts", "package");

    /// <summary>The committed notices, which the build lays beside the module.</summary>
    public string NoticesFile => Path.Combine(RepositoryRoot, "THIRD-PARTY-NOTICES.txt");

    /// <summary>The committed list of what the package holds.</summary>
    public string ContentsFile => Path.Combine(RepositoryRoot, "build", "RdsBackup.Package", "contents.txt");

    private static string Metadata(string key) =>
        typeof(BuiltModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
