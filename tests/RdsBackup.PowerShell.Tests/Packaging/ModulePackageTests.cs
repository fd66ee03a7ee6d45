using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Xml.Linq;
using RdsBackup.Package;

namespace RdsBackup.PowerShell.Tests.Packaging;

/// <summary>The package as the gallery gets it, made from the module that was built with the tests.</summary>
public sealed class ModulePackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-package-");

    [Fact]
    public void What_is_committed_about_the_package_is_true() =>
        Assert.True(
            new ModulePackage(BuiltModule.OfThisBuild).Differences() is [],
            $"{string.Join('\n', new ModulePackage(BuiltModule.OfThisBuild).Differences())}\nIf that is meant: dotnet run --project build/RdsBackup.Package --configuration Release -- --accept");

    [Fact]
    public void A_file_more_or_less_or_other_notices_stop_it()
    {
        BuiltModule copy = CopyOfModule("changed");
        File.WriteAllText(Path.Combine(copy.ModuleFolder, "RdsBackup.PowerShell.pdb"), "");
        File.Delete(Path.Combine(copy.ModuleFolder, "LICENSE"));
        BuiltModule changed = copy with { RepositoryRoot = _folder.FullName };
        string committed = Path.GetDirectoryName(changed.ContentsFile)!;
        Directory.CreateDirectory(committed);
        File.WriteAllLines(changed.ContentsFile, File.ReadAllLines(copy.ContentsFile)[1..].Prepend("at most 1,000 bytes"));
        File.WriteAllText(changed.NoticesFile, "All ours.");

        IReadOnlyList<string> differences = new ModulePackage(changed).Differences();

        Assert.Equal("RdsBackup.PowerShell.pdb would be packed, but is not listed.", differences[0]);
        Assert.Equal("LICENSE is listed, but was not built.", differences[1]);
        Assert.EndsWith("at most 1,000 are allowed.", differences[2], StringComparison.Ordinal);
        Assert.Equal("THIRD-PARTY-NOTICES.txt does not say what the module ships now.", differences[3]);
        Assert.Equal(4, differences.Count);
    }

    [Fact]
    public void The_same_module_makes_the_same_bytes_wherever_and_whenever_it_is_packed()
    {
        BuiltModule copy = CopyOfModule("elsewhere");
        foreach (string file in Directory.GetFiles(copy.ModuleFolder, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddYears(30));
        }

        PackedFile first = Pack(BuiltModule.OfThisBuild, "first");
        PackedFile second = Pack(copy, "second");

        Assert.Equal(first.Sha256, second.Sha256);
        Assert.Equal(File.ReadAllBytes(first.Path), File.ReadAllBytes(second.Path));
    }

    [Fact]
    public void A_module_that_differs_makes_other_bytes()
    {
        BuiltModule copy = CopyOfModule("edited");
        File.AppendAllText(Path.Combine(copy.ModuleFolder, "LICENSE"), "\n");

        Assert.NotEqual(Pack(BuiltModule.OfThisBuild, "first").Sha256, Pack(copy, "second").Sha256);
    }

    [Fact]
    public void The_gallery_reads_in_it_what_the_manifest_says()
    {
        using ZipArchive package = ZipFile.OpenRead(Pack(BuiltModule.OfThisBuild, "gallery").Path);
        using Stream nuspec = package.GetEntry("RdsBackup.nuspec")!.Open();
        Dictionary<string, string> metadata = XDocument.Load(nuspec).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);

        using ModuleHost host = new();
        Assert.Equal("RdsBackup", metadata["id"]);
        Assert.Equal(Assert.Single(host.Run("(Get-Module RdsBackup).Version")).ToString(), metadata["version"]);
        Assert.Equal(Assert.Single(host.Run("(Get-Module RdsBackup).Description")).ToString(), metadata["description"]);
        Assert.Equal(Assert.Single(host.Run("(Get-Module RdsBackup).ProjectUri")).ToString(), metadata["projectUrl"]);
        Assert.Equal(Assert.Single(host.Run("(Get-Module RdsBackup).LicenseUri")).ToString(), metadata["licenseUrl"]);
        Assert.Equal(Assert.Single(host.Run("(Get-Module RdsBackup).IconUri")).ToString(), metadata["iconUrl"]);
        Assert.Equal(Assert.Single(host.Run("(Get-Module RdsBackup).ReleaseNotes")).ToString(), metadata["releaseNotes"]);
        string[] tags = metadata["tags"].Split(' ');
        Assert.Contains("PSModule", tags);
        Assert.Equal(
            host.Run("(Get-Command -Module RdsBackup).Name").Select(name => $"PSCommand_{name}").Order(),
            tags.Where(tag => tag.StartsWith("PSCommand_", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void The_unpacked_package_is_the_module()
    {
        string unpacked = Path.Combine(_folder.FullName, "unpacked");
        ZipFile.ExtractToDirectory(Pack(BuiltModule.OfThisBuild, "import").Path, unpacked);

        using ModuleHost host = new(import: false);
        Assert.NotEmpty(host.Run("Import-Module $args[0]; (Get-Command -Module RdsBackup).Name", Path.Combine(unpacked, "RdsBackup.psd1")));
        Assert.Equal(unpacked, Assert.Single(host.Run("(Get-Module RdsBackup).ModuleBase")).ToString());
    }

    [Fact]
    public void Our_assemblies_carry_their_symbols_and_no_file_of_symbols_is_shipped()
    {
        IReadOnlyList<PackageFile> files = new ModulePackage(BuiltModule.OfThisBuild).Files;

        Assert.DoesNotContain(files, file => file.Path.EndsWith(".pdb", StringComparison.OrdinalIgnoreCase));
        PackageFile[] ours = [.. files.Where(file => Path.GetFileName(file.Path).StartsWith("RdsBackup.", StringComparison.Ordinal) && file.Path.EndsWith(".dll", StringComparison.Ordinal) && !file.Path.EndsWith(".resources.dll", StringComparison.Ordinal))];
        Assert.Equal(3, ours.DistinctBy(file => Path.GetFileName(file.Path)).Count());
        Assert.All(ours, file =>
        {
            using PEReader assembly = new(new MemoryStream(file.Content));
            Assert.Contains(assembly.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        });
    }

    [Fact]
    public void The_bill_of_materials_names_every_assembly_of_others_with_version_hash_and_licence()
    {
        using JsonDocument bill = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(Pack(BuiltModule.OfThisBuild, "bill").Path, ".cdx.json")));
        JsonElement root = bill.RootElement;

        Assert.Equal(("CycloneDX", "1.6"), (root.GetProperty("bomFormat").GetString(), root.GetProperty("specVersion").GetString()));
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", root.GetProperty("serialNumber").GetString());
        JsonElement[] components = [.. root.GetProperty("components").EnumerateArray()];
        Assert.All(components, component =>
        {
            string id = component.GetProperty("name").GetString()!;
            Assert.Equal($"pkg:nuget/{id}@{component.GetProperty("version").GetString()}", component.GetProperty("purl").GetString());
            Assert.Matches("^[0-9a-f]{128}$", component.GetProperty("hashes")[0].GetProperty("content").GetString());
            Assert.NotEmpty(component.GetProperty("licenses")[0].GetProperty("expression").GetString()!);
        });
        Assert.Equal(PackagesOfOthers(), components.Select(component => component.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        AssertDependenciesHold(root, [.. components.Select(component => component.GetProperty("bom-ref").GetString()!)]);
    }

    [Fact]
    public void The_notices_name_every_assembly_of_others_and_the_text_of_every_licence()
    {
        string notices = File.ReadAllText(BuiltModule.OfThisBuild.NoticesFile);

        Assert.All(PackagesOfOthers(), name => Assert.Contains($"\n{name} ", notices, StringComparison.Ordinal));
        Assert.All(
            ["Apache License", "Permission is hereby granted, free of charge", "Neither the name of"],
            text => Assert.Contains(text, notices, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void AssertDependenciesHold(JsonElement bill, string[] components)
    {
        string module = bill.GetProperty("metadata").GetProperty("component").GetProperty("bom-ref").GetString()!;
        Dictionary<string, string[]> uses = bill.GetProperty("dependencies").EnumerateArray().ToDictionary(
            entry => entry.GetProperty("ref").GetString()!,
            entry => entry.GetProperty("dependsOn").EnumerateArray().Select(use => use.GetString()!).ToArray());

        Assert.Equal(components.Append(module).Order(), uses.Keys.Order());
        HashSet<string> reached = [];
        void Reach(string component)
        {
            if (reached.Add(component))
            {
                Array.ForEach(uses[component], Reach);
            }
        }

        Reach(module);
        Assert.Equal(uses.Keys.Order(), reached.Order());
    }

    // Each of their packages brings one assembly of the package's name.
    private static IEnumerable<string> PackagesOfOthers() =>
        Directory.GetFiles(Path.Combine(BuiltModule.OfThisBuild.ModuleFolder, "dependencies"), "*.dll")
            .Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "RdsBackup.Core").Select(PackageOf).Order(StringComparer.Ordinal);

    // The packages whose assembly has another name.
    private static string PackageOf(string assembly) => assembly switch
    {
        "Parquet" => "Parquet.Net",
        "ZstdSharp" => "ZstdSharp.Port",
        _ => assembly,
    };

    private PackedFile Pack(BuiltModule module, string folder) => new ModulePackage(module).WriteTo(Path.Combine(_folder.FullName, folder));

    private BuiltModule CopyOfModule(string name)
    {
        string to = Path.Combine(_folder.FullName, name);
        ModuleCopy.Make(BuiltModule.OfThisBuild.ModuleFolder, to);
        return BuiltModule.OfThisBuild with { ModuleFolder = to };
    }
}
