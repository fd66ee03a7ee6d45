using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RdsBackup.Configuration;

namespace RdsBackup.Core.Tests.Configuration;

/// <summary>Makes the JSON Schema of the configuration from the option types and what their documentation says.</summary>
internal sealed partial class ConfigurationSchema
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Dictionary<string, string> _texts;
    private readonly SortedDictionary<string, JsonObject> _definitions = new(StringComparer.Ordinal);

    private ConfigurationSchema(XDocument documentation) => _texts = documentation.Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => (string)member.Attribute("name")!, member => Space().Replace(member.Element("summary")!.Value, " ").Trim());

    /// <summary>The schema.</summary>
    /// <param name="documentation">The XML documentation of the assembly with the option types.</param>
    public static string Generate(XDocument documentation)
    {
        var generator = new ConfigurationSchema(documentation);
        var section = (SectionOption)OptionType.Of(typeof(RdsBackupOptions));
        JsonObject root = generator.Section(section);
        ((JsonObject)root["properties"]!).Insert(0, "$schema", new JsonObject { ["type"] = "string" });
        root.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        root.Insert(1, "title", "RdsBackup");
        root.Add("definitions", new JsonObject(generator._definitions.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))));
        return root.ToJsonString(Layout) + "\n";
    }

    private JsonObject Section(SectionOption section)
    {
        object defaults = Activator.CreateInstance(section.Type)!;
        JsonObject properties = [];
        foreach (OptionProperty property in section.Properties)
        {
            properties.Add(property.Key, Property(property, property.Property.GetValue(defaults)));
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["description"] = _texts[$"T:{section.Type.FullName}"],
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
    }

    private JsonObject Property(OptionProperty property, object? defaultValue)
    {
        JsonObject schema = Node(property.Type);
        if (property.Range is { } range)
        {
            schema = property.Type is ValueOption { Format.Type: var type } && type == typeof(int)
                ? new JsonObject { ["type"] = "integer", ["minimum"] = (int)range.Minimum, ["maximum"] = (int)range.Maximum }
                : schema;
        }

        string owner = property.Property.DeclaringType!.FullName!;
        schema.Insert(0, "description", _texts[$"P:{owner}.{property.Property.Name}"]);
        if (property.Type is ValueOption && Default(defaultValue) is { } value)
        {
            schema.Add("default", value);
        }

        return schema;
    }

    private JsonObject Node(OptionType type)
    {
        switch (type)
        {
            case ValueOption value:
                return Value(value.Format);
            case ListOption list:
                JsonObject many = new() { ["type"] = "array", ["items"] = Node(list.Item) };
                return list.Item is ValueOption ? Any(many, Node(list.Item)) : many;
            case MapOption map:
                return new JsonObject
                {
                    ["type"] = "object",
                    ["propertyNames"] = new JsonObject { ["pattern"] = "^[^:]+$" },
                    ["additionalProperties"] = Node(map.Item),
                };
            default:
                var section = (SectionOption)type;
                string name = section.Type.Name;
                if (_definitions.TryAdd(name, []))
                {
                    _definitions[name] = Section(section);
                }

                // Beside $ref draft 7 ignores every other key, a description too.
                return new JsonObject { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/definitions/{name}" }) };
        }
    }

    private JsonObject Value(SettingFormat format) => format switch
    {
        { Choices: { } choices } => new JsonObject
        {
            ["enum"] = new JsonArray([.. choices.Select(choice => JsonValue.Create(choice))]),
            ["enumDescriptions"] = new JsonArray([.. Enum.GetNames(format.Type).Select(name =>
                JsonValue.Create(_texts.GetValueOrDefault($"F:{format.Type.FullName}.{name}", name)))]),
        },
        _ when format.Type == typeof(bool) => new JsonObject { ["type"] = "boolean" },
        _ when format.Type == typeof(int) => new JsonObject { ["type"] = "integer" },
        _ when format.Type == typeof(long) => Any(
            new JsonObject { ["type"] = "integer", ["minimum"] = 0 }, Text(@"^\d+(\.\d+)?\s*([KMGTPkmgtp][iI]?)?[Bb]?$")),
        _ when format.Type == typeof(TimeSpan) => Text(@"^(\d+(\.\d+)?\s*[smhdwSMHDW]|(\d+\.)?\d{1,2}:\d{2}:\d{2})$"),
        _ when format.Type == typeof(TimeOnly) => Text(@"^([01]?\d|2[0-3]):[0-5]\d$"),
        _ when format.Type == typeof(Uri) => Text("^https?://[^@?#]+$"),
        _ when format.IsSecret => Text(@"^\$\{(env|file|secret):[^{}]+\}$"),
        _ => new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject Any(params JsonObject[] schemas) => new() { ["anyOf"] = new JsonArray([.. schemas]) };

    private static JsonValue? Default(object? value) => value switch
    {
        null => null,
        Enum choice => JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(choice.ToString())),
        TimeSpan duration => JsonValue.Create($"{duration.TotalHours:0}h"),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        _ => JsonValue.Create(value.ToString()),
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
