using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RdsBackup.Package;

/// <summary>The module's software bill of materials, as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/).</summary>
internal static class BillOfMaterials
{
    private const string Gallery = "https:%2F%2Fwww.powershellgallery.com%2Fapi%2Fv2";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same for the same module and packages: it names no time, and its serial number comes from what it says.</summary>
    public static byte[] Write(ModuleManifest module, IReadOnlyList<ShippedPackage> packages)
    {
        JsonObject bill = new()
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = Module(module) },
            ["components"] = new JsonArray([.. packages.Select(Component)]),
            ["dependencies"] = Dependencies(module, packages),
        };
        bill.Insert(2, "serialNumber", $"urn:uuid:{SerialNumber(bill.ToJsonString())}");
        return Encoding.UTF8.GetBytes(bill.ToJsonString(Format) + "\n");
    }

    private static string PackageUrl(ModuleManifest module) => $"pkg:nuget/{module.Name}@{module.Version}?repository_url={Gallery}";

    private static JsonObject Module(ModuleManifest module) => new()
    {
        ["type"] = "library",
        ["bom-ref"] = PackageUrl(module),
        ["authors"] = new JsonArray(new JsonObject { ["name"] = module.Author }),
        ["name"] = module.Name,
        ["version"] = module.Version,
        ["description"] = module.Description,
        ["licenses"] = Licence("MIT"),
        ["copyright"] = module.Copyright,
        ["purl"] = PackageUrl(module),
        ["externalReferences"] = Links("vcs", module.ProjectUri.ToString()),
    };

    private static JsonObject Component(ShippedPackage package)
    {
        JsonObject component = new()
        {
            ["type"] = "library",
            ["bom-ref"] = package.PackageUrl,
            ["authors"] = new JsonArray(new JsonObject { ["name"] = package.Authors }),
            ["name"] = package.Id,
            ["version"] = package.Version,
            ["scope"] = "required",
            ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = package.Sha512 }),
            ["licenses"] = Licence(package.License),
            ["purl"] = package.PackageUrl,
            ["externalReferences"] = Links("website", package.ProjectUrl),
        };
        if (package.Copyright.Length > 0)
        {
            component["copyright"] = package.Copyright;
        }

        return component;
    }

    private static JsonArray Licence(string expression) => new(new JsonObject { ["expression"] = expression });

    private static JsonArray Links(string type, string url) => new(new JsonObject { ["type"] = type, ["url"] = url });

    private static JsonArray Dependencies(ModuleManifest module, IReadOnlyList<ShippedPackage> packages)
    {
        Dictionary<string, string> urls = packages.ToDictionary(package => package.Id, package => package.PackageUrl);
        JsonObject Entry(string of, IEnumerable<string> on) => new() { ["ref"] = of, ["dependsOn"] = new JsonArray([.. on.Select(url => JsonValue.Create(url))]) };
        IEnumerable<string> direct = packages.Select(package => package.Id).Except(packages.SelectMany(package => package.Dependencies)).Select(id => urls[id]);
        return new JsonArray(
            [Entry(PackageUrl(module), direct), .. packages.Select(package => Entry(package.PackageUrl, package.Dependencies.Where(urls.ContainsKey).Select(id => urls[id])))]);
    }

    // A UUID of version 8: made from a hash of our own choice (RFC 9562, section 5.8).
    private static Guid SerialNumber(string content)
    {
        Span<byte> bytes = SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
