using System.Text.Json;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>The configuration of Alibaba Cloud's command line, <c>~/.aliyun/config.json</c>.</summary>
internal sealed class CliConfiguration
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
    private readonly List<CredentialSettings> _profiles;

    private CliConfiguration(string file, JsonElement root)
    {
        File = file;
        Current = root.Text("current");
        _profiles = root.Member("profiles") is { ValueKind: JsonValueKind.Array } profiles
            ? [.. profiles.EnumerateArray().Where(profile => profile.ValueKind == JsonValueKind.Object).Select(Settings)]
            : [];
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>The profile in use when none is named.</summary>
    public string? Current { get; }

    /// <summary>Names of all profiles.</summary>
    public IEnumerable<string> ProfileNames => _profiles.Select(profile => profile.Name);

    /// <summary>Where the file lies in a home folder.</summary>
    public static string PathIn(string homeFolder) => Path.Combine(homeFolder, ".aliyun", "config.json");

    /// <summary>Reads the file.</summary>
    /// <exception cref="RdsBackupException">It cannot be read or is no JSON.</exception>
    public static CliConfiguration Read(string path)
    {
        string text = CredentialFile.ReadText(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Lenient);
            return new CliConfiguration(path, document.RootElement);
        }
        catch (JsonException exception)
        {
            // Not passed on: it quotes the text it stumbled over, which may be a key.
            throw CredentialFile.Malformed(path, exception.LineNumber.GetValueOrDefault() + 1);
        }
    }

    /// <summary>A profile, or null.</summary>
    public CredentialSettings? Profile(string name) => _profiles.Find(profile => profile.Name == name);

    private CredentialSettings Settings(JsonElement profile)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in profile.EnumerateObject())
        {
            values[property.Name] = profile.Text(property.Name) ?? "";
        }

        return new CredentialSettings(File, profile.Text("name") ?? "", values);
    }
}
