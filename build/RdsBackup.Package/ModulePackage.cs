using System.Security.Cryptography;
using NuGet.Common;
using NuGet.Packaging;
using NuGet.Versioning;

namespace RdsBackup.Package;

/// <summary>The package of the module as the PowerShell Gallery takes it: its files at the top, described by a nuspec.</summary>
internal sealed class ModulePackage
{
    // Every entry has this time, so that the same files make the same bytes whenever they are packed.
    private const string EntryTime = "2000-01-01T00:00:00Z";

    private readonly BuiltModule _module;
    private readonly ModuleManifest _manifest;
    private readonly string _notices;
    private readonly byte[] _bill;

    public ModulePackage(BuiltModule module)
    {
        _module = module;
        _manifest = new ModuleManifest(Path.Combine(module.ModuleFolder, "RdsBackup.psd1"));
        IReadOnlyList<ShippedPackage> packages = ShippedPackages.Of(module);
        _notices = ThirdPartyNotices.Text(packages);
        _bill = BillOfMaterials.Write(_manifest, packages);
    }

    /// <summary>What it holds, in ordinal order: the module and its bill of materials.</summary>
    public IReadOnlyList<PackageFile> Files =>
    [
        .. Directory.GetFiles(_module.ModuleFolder, "*", SearchOption.AllDirectories)
            .Select(file => new PackageFile(Path.GetRelativePath(_module.ModuleFolder, file).Replace('\\', '/'), File.ReadAllBytes(file)))
            .Append(new PackageFile(BillName, _bill))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    private string BillName => $"{_manifest.Name}.cdx.json";

    /// <summary>How the module differs from what is committed about it; empty when it may be packed.</summary>
    public IReadOnlyList<string> Differences()
    {
        PackageContents contents = PackageContents.Read(_module.ContentsFile);
        List<string> differences = [.. (_module.IsRelease ? contents : contents.WithoutCompiledAhead()).Differences(Files)];
        if (!File.Exists(_module.NoticesFile) || File.ReadAllText(_module.NoticesFile).ReplaceLineEndings("\n") != _notices)
        {
            differences.Add($"{Path.GetFileName(_module.NoticesFile)} does not say what the module ships now.");
        }

        return differences;
    }

    /// <summary>Takes over what is committed about the module from the module as it was built, a release.</summary>
    public void Accept()
    {
        File.WriteAllText(_module.NoticesFile, _notices);
        File.Copy(_module.NoticesFile, Path.Combine(_module.ModuleFolder, Path.GetFileName(_module.NoticesFile)), overwrite: true);
        PackageContents.Read(_module.ContentsFile).With(Files).Write(_module.ContentsFile);
    }

    /// <summary>Writes the package into <paramref name="folder"/>, and beside it the bill of materials.</summary>
    public PackedFile WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        string name = Path.Combine(folder, $"{_manifest.Name}.{_manifest.Version}");
        File.WriteAllBytes($"{name}.cdx.json", _bill);
        using FileStream stream = new($"{name}.nupkg", FileMode.Create, FileAccess.ReadWrite);
        Describe().Save(stream);
        stream.Position = 0;
        return new PackedFile(stream.Name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    private PackageBuilder Describe()
    {
        PackageBuilder package = new(deterministic: true, NullLogger.Instance)
        {
            DeterministicTimestamp = EntryTime,
            Id = _manifest.Name,
            Version = NuGetVersion.Parse(_manifest.Version),
            Description = _manifest.Description,
            Copyright = _manifest.Copyright,
            ProjectUrl = _manifest.ProjectUri,
            LicenseUrl = _manifest.LicenseUri,
            IconUrl = _manifest.IconUri,
            ReleaseNotes = _manifest.ReleaseNotes,
        };
        package.Authors.Add(_manifest.Author);
        package.Tags.AddRange(Tags());
        package.Files.AddRange(Files.Select(file => new PhysicalPackageFile(new MemoryStream(file.Content)) { TargetPath = file.Path }));
        return package;
    }

    // The gallery finds modules and commands by these tags (PowerShellGet writes the same).
    private IEnumerable<string> Tags() =>
        _manifest.Tags.Append("PSModule").Append("PSIncludes_Cmdlet").Concat(_manifest.Cmdlets.SelectMany(name => new[] { $"PSCmdlet_{name}", $"PSCommand_{name}" }));
}
