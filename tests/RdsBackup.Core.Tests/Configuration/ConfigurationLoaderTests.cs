using RdsBackup.Configuration;

namespace RdsBackup.Core.Tests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    /// <summary>A configuration with every kind of setting.</summary>
    internal const string Whole = """
        {
          "$schema": "./RdsBackup.schema.json",
          "defaults": { "destination": { "bucket": "offsite", "region": "eu-west-1" }, "expect": { "maxAge": "26h", "offsiteWithin": "12h" } },
          "environments": {
            "prod-cn": { "cloud": "aliyun", "regions": ["cn-hangzhou", "cn-shanghai"], "instances": ["rm-*"], "tags": ["env=prod"], "profile": "cn", "network": "internal" },
            "prod-eu": {
              "cloud": "aws", "regions": "eu-west-1", "clusters": ["aurora1"],
              "export": { "bucket": "exports", "prefix": "rds", "roleArn": "arn:aws:iam::123456789012:role/r", "kmsKeyId": "alias/k", "exportOnly": ["shop"] },
              "expect": { "maxAge": "2d", "minSize": "1.5 GB" }
            }
          },
          "alerts": {
            "channels": { "dba": { "type": "weCom", "key": "${env:WECOM_BOT_KEY}", "mentions": { "mobiles": ["13800000000"] }, "language": "zh-CN", "messageType": "markdown" } },
            "rules": [
              {
                "name": "nights",
                "match": { "events": ["copyFailed", "backupStale"], "severity": "error", "clouds": ["aliyun"], "environments": ["prod-*"], "instances": ["rm-*"],
                           "when": { "from": "22:00", "to": "6:00", "days": ["friday"], "timeZone": "Asia/Shanghai" } },
                "then": { "channels": ["dba"], "mentions": { "users": ["@all"] }, "suppressFor": "6h", "escalate": { "after": 3, "channels": ["dba"] }, "notifyRecovery": false, "continue": true }
              }
            ],
            "state": { "file": "state/alerts.json" }
          },
          "logging": { "level": "debug", "path": "logs/rds.log", "format": "json", "perLevelFiles": true, "retainedDays": 7, "maxFileSize": "10MB" },
          "run": { "parallelism": 8, "bandwidth": "50MB", "windows": [{ "from": "01:00", "to": "05:00" }], "timeout": "8h",
                   "lease": { "s3": { "bucket": "offsite", "key": "lease.json" } }, "reportPath": "report.json" }
        }
        """;

    private readonly ConfigurationFolder _folder = new();

    [Fact]
    public void Every_setting_of_a_file_is_read()
    {
        RdsBackupOptions options = _folder.Read(Whole);

        EnvironmentOptions china = options.Environments["prod-cn"], europe = options.Environments["prod-eu"];
        Assert.Equal(("prod-cn", CloudProvider.Aliyun, "cn", AliyunNetwork.Internal), (china.Name, china.Cloud, china.Profile, china.Network));
        Assert.Equal(["cn-hangzhou", "cn-shanghai"], china.Regions);
        Assert.Equal(["env=prod"], china.Tags);
        Assert.Equal(["eu-west-1"], europe.Regions);
        Assert.Equal(["aurora1"], europe.Clusters);
        Assert.Equal(("exports", "rds", "arn:aws:iam::123456789012:role/r", "alias/k"), (europe.Export.Bucket, europe.Export.Prefix, europe.Export.RoleArn, europe.Export.KmsKeyId));
        Assert.Equal(["shop"], europe.Export.ExportOnly);
        Assert.Equal((long)(1.5 * (1 << 30)), europe.Expect.MinSize);

        AlertChannelOptions channel = options.Alerts.Channels["dba"];
        Assert.Equal(("dba", AlertChannelType.WeCom, "zh-CN", AlertMessageType.Markdown), (channel.Name, channel.Type, channel.Language, channel.MessageType));
        Assert.Equal(new SecretReference(SecretKind.EnvironmentVariable, "WECOM_BOT_KEY"), channel.Key);
        Assert.Equal(["13800000000"], channel.Mentions.Mobiles);

        AlertRuleOptions rule = Assert.Single(options.Alerts.Rules);
        Assert.Equal([AlertEventKind.CopyFailed, AlertEventKind.BackupStale], rule.Match.Events);
        Assert.Equal((AlertSeverity.Error, CloudProvider.Aliyun), (rule.Match.Severity, rule.Match.Clouds.Single()));
        Assert.Equal((new TimeOnly(22, 0), new TimeOnly(6, 0), "Asia/Shanghai"), (rule.Match.When?.From, rule.Match.When?.To, rule.Match.When?.TimeZone));
        Assert.Equal([DayOfWeek.Friday], rule.Match.When?.Days);
        Assert.Equal((TimeSpan.FromHours(6), false, true), (rule.Then.SuppressFor, rule.Then.NotifyRecovery, rule.Then.Continue));
        Assert.Equal(3, rule.Then.Escalate?.After);

        Assert.Equal((LogDetail.Debug, LogFormat.Json, true, 7, 10L << 20), (options.Logging.Level, options.Logging.Format, options.Logging.PerLevelFiles, options.Logging.RetainedDays, options.Logging.MaxFileSize));
        Assert.Equal((8, 50L << 20, TimeSpan.FromHours(8), "lease.json"), (options.Run.Parallelism, options.Run.Bandwidth, options.Run.Timeout, options.Run.Lease.S3?.Key));
        Assert.Equal(new TimeOnly(5, 0), Assert.Single(options.Run.Windows).To);
    }

    [Fact]
    public void What_the_defaults_say_holds_for_every_environment_that_says_nothing_else()
    {
        RdsBackupOptions options = _folder.Read(Whole);

        Assert.Equal(("offsite", "eu-west-1"), (options.Environments["prod-cn"].Destination.Bucket, options.Environments["prod-cn"].Destination.Region));
        Assert.Equal(TimeSpan.FromHours(26), options.Environments["prod-cn"].Expect.MaxAge);
        Assert.Equal((TimeSpan.FromDays(2), TimeSpan.FromHours(12)), (options.Environments["prod-eu"].Expect.MaxAge, options.Environments["prod-eu"].Expect.OffsiteWithin));
    }

    [Fact]
    public void The_example_of_the_documentation_is_valid()
    {
        string page = File.ReadAllText(RepositoryFolder.PathOf("docs", "configuration.md")).ReplaceLineEndings("\n");
        string example = page.Split("```yaml\n")[1].Split("```")[0];

        Assert.Empty(_folder.Check(example, "c.yaml"));
    }

    [Fact]
    public void Yaml_says_the_same_as_json()
    {
        RdsBackupOptions options = _folder.Read(
            """
            environments:
              prod: &prod
                cloud: aliyun
                regions: [cn-hangzhou]
                instances: [rm-1]
                destination: { bucket: offsite, prefix: ~ }
              test: *prod
            alerts:
              channels:
                dba: { key: "${secret:robot}" }
              rules:
                - name: all
                  then: { channels: dba }
            run:
              parallelism: 2
            """,
            "c.yaml");

        Assert.Equal(["prod", "test"], options.Environments.Keys);
        Assert.Equal("test", options.Environments["test"].Name);
        Assert.Equal("offsite", options.Environments["test"].Destination.Bucket);
        Assert.Null(options.Environments["prod"].Destination.Prefix);
        Assert.Equal(new SecretReference(SecretKind.Vault, "robot"), options.Alerts.Channels["dba"].Key);
        Assert.Equal(["dba"], options.Alerts.Rules[0].Then.Channels);
        Assert.Equal(2, options.Run.Parallelism);
    }

    [Fact]
    public void Later_files_count_more_and_environment_variables_most()
    {
        _folder.Write("base.json", """{ "run": { "parallelism": 2, "timeout": "1h", "bandwidth": "1MB" }, "logging": { "retainedDays": 3 } }""");
        _folder.Write("over.yml", "RUN:\n  Parallelism: 3\n  timeout: 2h\n");
        _folder.Variables["RDSBACKUP__RUN__PARALLELISM"] = "5";

        RunOptions run = _folder.Load("base.json", "over.yml").Options.Run;

        Assert.Equal((5, TimeSpan.FromHours(2), 1L << 20), (run.Parallelism, run.Timeout, run.Bandwidth));
    }

    [Fact]
    public void A_list_takes_the_place_of_the_whole_list_below_it()
    {
        _folder.Write("base.json", """{ "defaults": { "tags": ["a=1", "b=2", "c=3"] }, "environments": { "one": {}, "two": { "tags": ["x=1", "y=2"] } } }""");
        _folder.Write("over.json", """{ "environments": { "TWO": { "tags": ["z=1"] } } }""");

        RdsBackupOptions options = _folder.Load("base.json", "over.json").Options;

        Assert.Equal(["a=1", "b=2", "c=3"], options.Environments["one"].Tags);
        Assert.Equal(["z=1"], options.Environments["two"].Tags);
    }

    [Fact]
    public void Null_takes_away_what_is_said_below()
    {
        _folder.Write("base.json", """{ "defaults": { "destination": { "bucket": "b", "prefix": "p" } }, "environments": { "one": {} }, "run": { "timeout": "1h" } }""");
        _folder.Write("over.json", """{ "environments": { "one": { "destination": null } }, "run": { "timeout": null } }""");

        RdsBackupOptions options = _folder.Load("base.json", "over.json").Options;

        Assert.Null(options.Environments["one"].Destination.Bucket);
        Assert.Null(options.Environments["one"].Destination.Prefix);
        Assert.Null(options.Run.Timeout);
    }

    [Fact]
    public void A_variable_names_one_item_of_a_list_by_its_number()
    {
        _folder.Write("c.json", """{ "defaults": { "regions": ["a", "b"] } }""");
        _folder.Variables["RDSBACKUP__DEFAULTS__REGIONS__1"] = "c";
        _folder.Variables["RDSBACKUP__DEFAULTS__INSTANCES"] = "rm-1";
        _folder.Variables["RDSBACKUP__DEFAULTS__PROFILE"] = "";

        EnvironmentOptions defaults = _folder.Load("c.json").Options.Defaults;

        Assert.Equal(["a", "c"], defaults.Regions);
        Assert.Equal(["rm-1"], defaults.Instances);
        Assert.Null(defaults.Profile);
    }

    [Fact]
    public void A_relative_path_is_meant_from_the_folder_of_its_file()
    {
        _folder.Write("etc/c.json", """{ "logging": { "path": "logs/r.log" }, "alerts": { "channels": { "a": { "key": "${file:robot.key}" } } } }""");
        _folder.Variables["RDSBACKUP__RUN__REPORTPATH"] = "report.json";

        RdsBackupOptions options = _folder.Load("etc/c.json").Options;

        Assert.Equal(_folder.PathOf("etc/logs/r.log"), options.Logging.Path);
        Assert.Equal(_folder.PathOf("etc/robot.key"), options.Alerts.Channels["a"].Key?.Name);
        Assert.Equal(_folder.PathOf("report.json"), options.Run.ReportPath);
    }

    [Fact]
    public void Every_value_tells_where_it_came_from()
    {
        string file = _folder.Write("c.yaml", "defaults:\n  regions:\n    - cn-hangzhou\nenvironments:\n  prod:\n    cloud: aliyun\n");
        _folder.Variables["RDSBACKUP__RUN__PARALLELISM"] = "5";

        Dictionary<string, ConfigurationSetting> settings = _folder.Load("c.yaml").Settings.ToDictionary(setting => setting.Key);

        Assert.Equal(new ConfigurationSetting("environments:prod:cloud", "aliyun", file, 6), settings["environments:prod:cloud"]);
        Assert.Equal(new ConfigurationSetting("environments:prod:regions:0", "cn-hangzhou", file, 3), settings["environments:prod:regions:0"]);
        Assert.Equal(new ConfigurationSetting("run:parallelism", "5", "RDSBACKUP__RUN__PARALLELISM", null), settings["run:parallelism"]);
        Assert.Equal(new ConfigurationSetting("logging:retainedDays", "30", null, null), settings["logging:retainedDays"]);
        Assert.DoesNotContain("environments:prod:name", settings.Keys);
    }

    [Fact]
    public void Without_a_path_the_first_place_that_has_a_configuration_is_taken()
    {
        _folder.SearchedFolders.AddRange([_folder.PathOf("user"), _folder.PathOf("machine")]);
        string machine = _folder.Write("machine/rdsbackup.yml", "run: { parallelism: 1 }");
        Assert.Equal([machine], _folder.Load().Files);

        string user = _folder.Write("user/rdsbackup.yaml", "run: { parallelism: 2 }");
        Assert.Equal([user], _folder.Load().Files);

        string current = _folder.Write("rdsbackup.json", "{}");
        Assert.Equal([current], _folder.Load().Files);

        _folder.Variables["RDSBACKUP_CONFIGURATION"] = string.Join(Path.PathSeparator, user, machine);
        Assert.Equal([user, machine], _folder.Load().Files);
        Assert.Equal([current], _folder.Load("rdsbackup.json").Files);
    }

    [Fact]
    public void Without_a_configuration_anywhere_the_error_says_where_it_was_looked_for()
    {
        RdsBackupException failure = Assert.Throws<RdsBackupException>(() => _folder.Load());

        Assert.Equal("ConfigurationNotFound", failure.ErrorId);
        Assert.Contains(_folder.PathOf(""), failure.Message + "/", StringComparison.Ordinal);
        Assert.Contains("RDSBACKUP_CONFIGURATION", failure.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_alone_make_a_configuration()
    {
        _folder.Variables["RDSBACKUP__RUN__PARALLELISM"] = "7";

        Assert.Equal(7, _folder.Load().Options.Run.Parallelism);
    }

    [Fact]
    public void Two_configurations_in_one_folder_are_refused_and_so_is_a_file_that_does_not_exist()
    {
        _folder.Write("rdsbackup.json", "{}");
        _folder.Write("rdsbackup.yaml", "");

        Assert.Equal("ConfigurationAmbiguous", Assert.Throws<RdsBackupException>(() => _folder.Load()).ErrorId);
        Assert.Equal("ConfigurationFileMissing", Assert.Throws<RdsBackupException>(() => _folder.Load("none.json")).ErrorId);
    }

    [Fact]
    public void An_environment_is_found_whatever_its_case_and_a_misspelt_one_is_suggested()
    {
        _folder.Write("c.json", Whole);
        RdsBackupConfiguration configuration = _folder.Load("c.json");

        Assert.Equal("prod-cn", configuration.FindEnvironment("PROD-CN").Name);
        RdsBackupException failure = Assert.Throws<RdsBackupException>(() => configuration.FindEnvironment("prod-c"));
        Assert.Equal("EnvironmentNotFound", failure.ErrorId);
        Assert.Contains("prod-cn", failure.Recommendation, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
