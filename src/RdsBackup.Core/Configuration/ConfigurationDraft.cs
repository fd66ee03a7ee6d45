using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RdsBackup.Configuration;

/// <summary>A configuration to begin with.</summary>
public sealed class ConfigurationDraft
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly JsonObject _root;

    internal ConfigurationDraft(JsonObject root, IReadOnlyList<ConfigurationFinding> findings) => (_root, Findings) = (root, findings);

    /// <summary>What a person should know before using it: what could not be carried over.</summary>
    public IReadOnlyList<ConfigurationFinding> Findings { get; }

    /// <summary>An example for each of the clouds, complete and valid, whose names are to be replaced.</summary>
    public static ConfigurationDraft Sample(IEnumerable<CloudProvider> clouds)
    {
        JsonObject environments = [];
        foreach (CloudProvider cloud in clouds.Distinct())
        {
            (string name, JsonObject environment) = cloud == CloudProvider.Aliyun ? ("prod-cn", AliyunSample()) : ("prod-eu", AwsSample());
            environments.Add(name, environment);
        }

        JsonObject root = new()
        {
            ["defaults"] = new JsonObject { ["expect"] = new JsonObject { ["maxAge"] = "26h", ["offsiteWithin"] = "24h" } },
            ["environments"] = environments,
            ["alerts"] = Alerts("dba", new JsonObject { ["type"] = "weCom", ["key"] = "${env:WECOM_BOT_KEY}" }, "warning"),
            ["logging"] = new JsonObject { ["path"] = "logs/rdsbackup.log", ["retainedDays"] = 30 },
            ["run"] = new JsonObject { ["parallelism"] = 4, ["reportPath"] = "logs/report.json" },
        };
        return new ConfigurationDraft(root, []);
    }

    /// <summary>A configuration of the program backuprds, carried over. docs/configuration.md says what becomes of what.</summary>
    /// <param name="path">Its config.yaml.</param>
    /// <exception cref="RdsBackupException">ConfigurationFileUnreadable, BackuprdsUnrecognized.</exception>
    public static ConfigurationDraft FromBackuprds(string path) => BackuprdsConversion.Convert(path);

    /// <summary>Writes it to a file: YAML if the name ends in .yaml or .yml, else JSON.</summary>
    /// <param name="path">The file. Its folder is made if there is none.</param>
    /// <param name="schema">Where editors find the JSON Schema; null leaves it out.</param>
    /// <param name="overwrite">Whether a file that is there already is replaced.</param>
    /// <exception cref="RdsBackupException">ConfigurationExists, ConfigurationUnwritable.</exception>
    public void Save(string path, string? schema, bool overwrite)
    {
        JsonObject root = schema is null ? [] : new JsonObject { ["$schema"] = schema };
        foreach ((string key, JsonNode? value) in _root)
        {
            root.Add(key, value?.DeepClone());
        }

        ConfigurationFile.Write(path, ConfigurationFile.IsYaml(path) ? YamlText.Of(root) : root.ToJsonString(Layout) + "\n", overwrite);
    }

    /// <summary>One channel, and one rule that tells it of everything that matters so much.</summary>
    internal static JsonObject Alerts(string name, JsonObject channel, string severity) => new()
    {
        ["channels"] = new JsonObject { [name] = channel },
        ["rules"] = new JsonArray(new JsonObject
        {
            ["name"] = "failures",
            ["match"] = new JsonObject { ["severity"] = severity },
            ["then"] = new JsonObject { ["channels"] = new JsonArray(name), ["suppressFor"] = "20h" },
        }),
    };

    private static JsonObject AliyunSample() => new()
    {
        ["cloud"] = "aliyun",
        ["regions"] = new JsonArray("cn-hangzhou"),
        ["instances"] = new JsonArray("*"),
        ["destination"] = new JsonObject { ["bucket"] = "offsite-backups", ["prefix"] = "rds", ["region"] = "eu-west-1" },
    };

    private static JsonObject AwsSample() => new()
    {
        ["cloud"] = "aws",
        ["regions"] = new JsonArray("eu-west-1"),
        ["instances"] = new JsonArray("*"),
        ["export"] = new JsonObject
        {
            ["bucket"] = "offsite-exports",
            ["prefix"] = "rds",
            ["roleArn"] = "arn:aws:iam::123456789012:role/rds-export",
            ["kmsKeyId"] = "alias/rds-export",
        },
    };
}
