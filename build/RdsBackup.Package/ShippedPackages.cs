using System.Text.Json;
using NuGet.Packaging;

namespace RdsBackup.Package;

/// <summary>The packages whose assemblies lie in the built module.</summary>
internal static class ShippedPackages
{
    // Packages that name an address instead of a licence: what was read there.
    private static readonly Dictionary<string, string> LicencesByAddress = new() { ["K4os.Compression.LZ4"] = "MIT" };

    /// <summary>Reads them from the compiler's list and from each package's own description, ordered by id.</summary>
    /// <exception cref="InvalidDataException">An assembly is of no listed package, or a package names no licence.</exception>
    public static IReadOnlyList<ShippedPackage> Of(BuiltModule module)
    {
        using JsonDocument list = JsonDocument.Parse(File.ReadAllBytes(module.DependencyFile));
        JsonElement target = list.RootElement.GetProperty("targets").EnumerateObject().Single().Value;
        HashSet<string> shipped = [.. Directory.GetFiles(Path.Combine(module.ModuleFolder, "dependencies"), "*.dll").Select(file => Path.GetFileName(file)!)];
        List<ShippedPackage> packages = [];
        foreach (JsonProperty library in list.RootElement.GetProperty("libraries").EnumerateObject())
        {
            JsonElement built = target.GetProperty(library.Name);
            string[] assemblies = [.. Names(built, "runtime").Select(file => Path.GetFileName(file)).Where(shipped.Contains)];
            shipped.ExceptWith(assemblies);
            if (assemblies.Length > 0 && library.Value.GetProperty("type").GetString() == "package")
            {
                packages.Add(Read(library.Value, Names(built, "dependencies"), module.PackageFolder));
            }
        }

        return shipped.Count == 0
            ? [.. packages.OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase)]
            : throw new InvalidDataException($"{string.Join(", ", shipped)}: of no package that the module was built with.");
    }

    private static ShippedPackage Read(JsonElement library, IEnumerable<string> dependencies, string packageFolder)
    {
        string folder = Path.Combine(packageFolder, library.GetProperty("path").GetString()!);
        NuspecReader description = new(Directory.GetFiles(folder, "*.nuspec").Single());
        string hash = library.GetProperty("sha512").GetString()!["sha512-".Length..];
        return new ShippedPackage(
            description.GetId(),
            description.GetVersion().ToNormalizedString(),
            description.GetAuthors(),
            description.GetCopyright(),
            description.GetLicenseMetadata()?.LicenseExpression?.ToString() ?? LicencesByAddress.GetValueOrDefault(description.GetId()) ?? throw new InvalidDataException($"{description.GetId()} names no licence."),
            description.GetProjectUrl(),
            Convert.ToHexStringLower(Convert.FromBase64String(hash)),
            [.. dependencies],
            folder);
    }

    private static IEnumerable<string> Names(JsonElement built, string kind) =>
        built.TryGetProperty(kind, out JsonElement entries) ? entries.EnumerateObject().Select(entry => entry.Name) : [];
}
