using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RdsBackup.Transfer;

/// <summary>How manifests, journals and states are written: camelCase, nothing for what is not known.</summary>
internal static partial class CopyJson
{
    // Reads by reflection, which leaves what a document does not name as its type has it; what is generated would empty it.
    private static readonly JsonSerializerOptions ReadOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // File names in Chinese stay readable; this is no HTML.
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };

    private static readonly JsonSerializerOptions WriteOptions =
        new(ReadOptions) { TypeInfoResolver = JsonTypeInfoResolver.Combine(Written.Default, new DefaultJsonTypeInfoResolver()) };

    private static readonly JsonSerializerOptions LineOptions = new(WriteOptions) { WriteIndented = false };

    /// <summary>Writes <paramref name="value"/>.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, WriteOptions);

    /// <summary>Writes <paramref name="value"/> as a single line, which <see cref="Read"/> reads, too.</summary>
    public static string WriteLine<T>(T value) => JsonSerializer.Serialize(value, LineOptions);

    /// <summary>Reads a document, or null when <paramref name="text"/> is none.</summary>
    public static T? Read<T>(string? text)
        where T : class
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<T>(text, ReadOptions);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // What every copy writes: to find out by reflection how takes a short command a twentieth of its time.
    [JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
    [JsonSerializable(typeof(CopyJournal))]
    [JsonSerializable(typeof(CopyManifest))]
    private sealed partial class Written : JsonSerializerContext;
}
