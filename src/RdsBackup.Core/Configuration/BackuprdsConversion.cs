using System.Text.Json.Nodes;
using RdsBackup.Diagnostics;

namespace RdsBackup.Configuration;

/// <summary>
/// Carries a configuration of the program backuprds (github.com/myysophia/backuprds) over. Its keys were written in several ways from
/// version to version (s3_export, s3export, s3Export), so case and underscores do not count. Secrets are left behind, and said to be.
/// </summary>
internal sealed class BackuprdsConversion
{
    private const string BotKey = "${env:WEWORK_BOT_KEY}"; // The variable that backuprds documents.
    private readonly FindingList _notes = new();
    private readonly JsonObject _environments = [];

    private BackuprdsConversion()
    {
    }

    /// <summary>Reads and converts a file.</summary>
    /// <exception cref="RdsBackupException">ConfigurationFileUnreadable, BackuprdsUnrecognized.</exception>
    public static ConfigurationDraft Convert(string path)
    {
        SettingNode written;
        try
        {
            written = ConfigurationFile.Read(path);
        }
        catch (SettingSyntaxException exception)
        {
            throw Errors.Create(nameof(Messages.ConfigurationFileBroken), RdsBackupErrorKind.InvalidInput, exception, path, exception.Line, exception.Message);
        }

        return written is SettingSection root && root.Members.Any(member => BackuprdsSection.IsSame(member.Key, "rds"))
            ? new BackuprdsConversion().Convert(new BackuprdsSection(root, path: null))
            : throw Errors.Create(nameof(Messages.BackuprdsUnrecognized), RdsBackupErrorKind.InvalidInput, path);
    }

    private ConfigurationDraft Convert(BackuprdsSection root)
    {
        BackuprdsSection rds = root.Section("rds"), aliyun = rds.Section("aliyun"), aws = rds.Section("aws");
        JsonObject defaults = Compact(
            ("destination", Destination(aliyun.Section("s3export"))),
            ("export", Export(aws.Section("exporttask"))));
        foreach (BackuprdsSection instance in aliyun.Section("instances").Sections("id"))
        {
            Add(instance, "aliyun", ("regions", List(instance, "region")), ("instances", List(instance, "id")));
        }

        foreach (BackuprdsSection instance in aws.Section("instances").Sections("id"))
        {
            JsonObject export = Compact(("bucket", instance.Text("s3bucketname")), ("kmsKeyId", instance.Text("kmskeyid")));
            Add(instance, "aws", ("regions", List(instance, "region")), ("instances", List(instance, "id")), ("export", export));
        }

        JsonObject converted = Compact(("defaults", defaults), ("environments", _environments), ("alerts", Alerts(root.Section("alert").Section("wework"))));
        foreach ((string key, SettingOrigin origin) in root.Unread())
        {
            _notes.Warning(nameof(Messages.BackuprdsKeyLeft), key, origin, key);
        }

        return new ConfigurationDraft(converted, _notes.Findings);
    }

    private static JsonObject Destination(BackuprdsSection export) =>
        Compact(("bucket", export.Text("bucketname")), ("region", export.Text("region")));

    private static JsonObject Export(BackuprdsSection task) => Compact(
        ("bucket", task.Text("s3bucketname")), ("region", task.Text("s3bucketregion")), ("prefix", task.Text("s3prefix")), ("roleArn", task.Text("iamrolearn")));

    private JsonObject? Alerts(BackuprdsSection robot)
    {
        string? key = robot.Text("botkey");
        bool isOff = bool.TryParse(robot.Text("enabled"), out bool enabled) && !enabled;
        if (!robot.Exists || isOff)
        {
            return null;
        }

        _notes.Warning(nameof(Messages.BackuprdsSecretLeft), "alert:wework:botkey", robot.Origin, BotKey);
        return ConfigurationDraft.Alerts("wecom", new JsonObject { ["type"] = "weCom", ["key"] = BotKey }, "error");
    }

    // Instances of both clouds could have the same name there.
    private void Add(BackuprdsSection instance, string cloud, params (string Key, JsonNode? Value)[] settings)
    {
        string name = instance.Name.Replace(':', '-');
        bool isTaken = _environments.Any(known => known.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        string chosen = isTaken ? $"{name}-{cloud}" : name;
        if (chosen != instance.Name)
        {
            _notes.Warning(nameof(Messages.BackuprdsRenamed), instance.Path, instance.Origin, instance.Name, chosen);
        }

        _environments.Add(chosen, Compact([("cloud", cloud), .. settings]));
    }

    private static JsonArray? List(BackuprdsSection section, string key) => section.Text(key) is { } text ? new JsonArray(text) : null;

    private static JsonObject Compact(params (string Key, JsonNode? Value)[] settings) => new(settings
        .Where(setting => setting.Value is not (null or JsonObject { Count: 0 }))
        .Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
}
