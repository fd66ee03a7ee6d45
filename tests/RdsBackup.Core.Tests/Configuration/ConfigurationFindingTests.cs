using System.Diagnostics;
using System.Text;
using RdsBackup.Configuration;

namespace RdsBackup.Core.Tests.Configuration;

public sealed class ConfigurationFindingTests : IDisposable
{
    private const string Secret = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa";
    private readonly ConfigurationFolder _folder = new();

    [Theory]
    [InlineData("""{ "enviroments": {} }""", "ConfigurationKeyMisspelt", "enviroments", 1, "environments")]
    [InlineData("""{ "defaults": { "destination": { "buckt": "b" } } }""", "ConfigurationKeyMisspelt", "defaults:destination:buckt", 1, "bucket")]
    [InlineData("{\n \"run\": { \"xyzzy\": 1 } }", "ConfigurationKeyUnknown", "run:xyzzy", 2, "parallelism")]
    [InlineData("{\n\"run\": {\n\"parallelism\": \"many\" } }", "ConfigurationValueInvalid", "run:parallelism", 3, "")]
    [InlineData("""{ "run": { "parallelism": 4.5 } }""", "ConfigurationValueInvalid", "run:parallelism", 1, "")]
    [InlineData("""{ "run": { "parallelism": 0 } }""", "ConfigurationValueOutOfRange", "run:parallelism", 1, "")]
    [InlineData("""{ "logging": { "maxFileSize": "1KB" } }""", "ConfigurationValueOutOfRange", "logging:maxFileSize", 1, "")]
    [InlineData("""{ "run": { "timeout": 8 } }""", "ConfigurationValueInvalid", "run:timeout", 1, "")]
    [InlineData("""{ "run": { "bandwidth": "fast" } }""", "ConfigurationValueInvalid", "run:bandwidth", 1, "")]
    [InlineData("""{ "run": { "windows": [{ "from": "25:00" }] } }""", "ConfigurationValueInvalid", "run:windows:0:from", 1, "")]
    [InlineData("""{ "logging": { "perLevelFiles": "maybe" } }""", "ConfigurationValueInvalid", "logging:perLevelFiles", 1, "")]
    [InlineData("""{ "defaults": { "cloud": "azure" } }""", "ConfigurationValueInvalid", "defaults:cloud", 1, "")]
    [InlineData("""{ "defaults": { "endpoint": "ftp://host" } }""", "ConfigurationValueInvalid", "defaults:endpoint", 1, "")]
    [InlineData("""{ "defaults": { "profile": "${env:PROFILE}" } }""", "ConfigurationReferenceMisplaced", "defaults:profile", 1, "RDSBACKUP__DEFAULTS__PROFILE")]
    [InlineData("""{ "run": [] }""", "ConfigurationTypeWrong", "run", 1, "docs/configuration.md")]
    [InlineData("""{ "run": "fast" }""", "ConfigurationTypeWrong", "run", 1, "docs/configuration.md")]
    [InlineData("""{ "run": { "parallelism": {} } }""", "ConfigurationTypeWrong", "run:parallelism", 1, "docs/configuration.md")]
    [InlineData("""{ "defaults": { "regions": { "a": 1 } } }""", "ConfigurationTypeWrong", "defaults:regions", 1, "docs/configuration.md")]
    [InlineData("[]", "ConfigurationTypeWrong", "", 1, "docs/configuration.md")]
    [InlineData("{ \"run\": {},\n \"run\": {} }", "ConfigurationKeyTwice", "run", 2, "Remove")]
    [InlineData("{ \"run\": {},\n \"Run\": {} }", "ConfigurationKeyTwice", "Run", 2, "Remove")]
    [InlineData("""{ "run": { "parallelism": 1, } """, "ConfigurationFileBroken", null, 1, "JSON")]
    [InlineData("{\n \"run\": {\n nonsense } }", "ConfigurationFileBroken", null, 3, "JSON")]
    [InlineData("""{ "environments": { "a:b": {} } }""", "ConfigurationNameInvalid", "environments:a:b", 1, "colon")]
    public void What_is_wrong_with_a_file_is_found_with_its_place_and_remedy(string text, string code, string? key, int line, string remedy)
    {
        ConfigurationFinding finding = Assert.Single(_folder.Check(text));

        Assert.Equal((code, key, line, FindingSeverity.Error), (finding.Code, finding.Key, finding.Line, finding.Severity));
        Assert.Equal(_folder.PathOf("c.json"), finding.Source);
        Assert.Contains(remedy, finding.Remedy ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run:\n  parallelism: 1\n  parallelism: 2\n", "ConfigurationKeyTwice", 3)]
    [InlineData("environments:\n  prod: {}\n  Prod: {}\n", "ConfigurationKeyTwice", 3)]
    [InlineData("run:\n  xyz: 1\n", "ConfigurationKeyUnknown", 2)]
    [InlineData("run:\n  timeout: soon\n", "ConfigurationValueInvalid", 2)]
    [InlineData("run:\n\tparallelism: 1\n", "ConfigurationFileBroken", 1)]
    [InlineData("run: *nowhere\n", "ConfigurationFileBroken", 1)]
    [InlineData("run: {\n", "ConfigurationFileBroken", 2)]
    public void Yaml_is_checked_alike(string text, string code, int line)
    {
        ConfigurationFinding finding = Assert.Single(_folder.Check(text, "c.yaml"), finding => finding.Code != "ConfigurationValueMissing");

        Assert.Equal((code, line), (finding.Code, finding.Line));
    }

    [Theory]
    [InlineData("\"cloud\": null", "cloud")]
    [InlineData("\"regions\": []", "regions")]
    [InlineData("\"instances\": []", "instances")]
    [InlineData("\"destination\": {}", "destination:bucket")]
    [InlineData("\"cloud\": \"aws\", \"export\": { \"roleArn\": \"r\", \"kmsKeyId\": \"k\" }", "export:bucket")]
    [InlineData("\"cloud\": \"aws\", \"export\": { \"bucket\": \"b\", \"kmsKeyId\": \"k\" }", "export:roleArn")]
    [InlineData("\"cloud\": \"aws\", \"export\": { \"bucket\": \"b\", \"roleArn\": \"r\" }", "export:kmsKeyId")]
    public void An_environment_needs_what_its_cloud_needs(string setting, string missing)
    {
        Dictionary<string, string> whole = new()
        {
            ["cloud"] = "\"cloud\": \"aliyun\"",
            ["regions"] = "\"regions\": [\"cn-hangzhou\"]",
            ["instances"] = "\"instances\": [\"rm-1\"]",
            ["destination"] = "\"destination\": { \"bucket\": \"b\" }",
        };
        Assert.Empty(_folder.Check(Environment(whole.Values)));

        whole[setting.Split('"')[1]] = setting;
        ConfigurationFinding finding = Assert.Single(_folder.Check(Environment(whole.Values)));

        Assert.Equal(("ConfigurationValueMissing", $"environments:prod:{missing}", 2), (finding.Code, finding.Key, finding.Line));

        static string Environment(IEnumerable<string> settings) => $"{{ \"environments\": {{\n\"prod\": {{ {string.Join(", ", settings)} }} }} }}";
    }

    [Fact]
    public void An_arn_brings_its_region_and_tags_stand_for_instances()
    {
        const string Export = "\"export\": { \"bucket\": \"b\", \"roleArn\": \"r\", \"kmsKeyId\": \"k\" }";

        Assert.Empty(_folder.Check($$"""{ "environments": { "a": { "cloud": "aws", "instances": ["arn:aws:rds:eu-west-1:123456789012:db:x"], {{Export}} } } }"""));
        Assert.Empty(_folder.Check($$"""{ "environments": { "a": { "cloud": "aws", "regions": ["eu-west-1"], "tags": ["env=prod"], {{Export}} } } }"""));
    }

    [Theory]
    [InlineData("""{ "then": { "channels": ["dba"] } }""", "ConfigurationValueMissing", "alerts:rules:0:name")]
    [InlineData("""{ "name": "a", "then": { "channels": ["dbo"] } }""", "ConfigurationChannelMisspelt", "alerts:rules:0:then:channels:0")]
    [InlineData("""{ "name": "a", "then": { "escalate": { "after": 2, "channels": ["bosses"] } } }""", "ConfigurationChannelUnknown", "alerts:rules:0:then:escalate:channels:0")]
    [InlineData("""{ "name": "a", "then": { "escalate": { "channels": ["dba"] } } }""", "ConfigurationValueMissing", "alerts:rules:0:then:escalate:after")]
    [InlineData("""{ "name": "a", "match": { "events": [] } }""", "AlertRuleNeverMatches", "alerts:rules:0:match:events")]
    [InlineData("""{ "name": "a", "match": { "instances": [] } }""", "AlertRuleNeverMatches", "alerts:rules:0:match:instances")]
    [InlineData("""{ "name": "a", "match": { "when": { "days": [] } } }""", "ConfigurationDaysEmpty", "alerts:rules:0:match:when:days")]
    [InlineData("""{ "name": "a", "match": { "when": { "from": "08:00", "to": "8:00" } } }""", "ConfigurationHoursEmpty", "alerts:rules:0:match:when:from")]
    [InlineData("""{ "name": "a", "match": { "when": { "timeZone": "Mars/Base" } } }""", "ConfigurationTimeZoneUnknown", "alerts:rules:0:match:when:timeZone")]
    [InlineData("""{ "name": "a", "match": { "events": ["backupLost"] } }""", "ConfigurationValueInvalid", "alerts:rules:0:match:events:0")]
    [InlineData("""{ "name": "a", "match": { "severity": "error" } }, { "name": "A" }""", "AlertRuleNameTaken", "alerts:rules:1:name")]
    public void A_rule_that_cannot_work_is_an_error(string rules, string code, string key)
    {
        ConfigurationFinding finding = Assert.Single(CheckRules(rules));

        Assert.Equal((code, key, FindingSeverity.Error), (finding.Code, finding.Key, finding.Severity));
    }

    [Theory]
    [InlineData("""{ "name": "a", "match": { "environments": ["staging-*"] } }""", "AlertRuleWithoutEnvironment", "alerts:rules:0:match:environments")]
    [InlineData("""{ "name": "a", "match": { "clouds": ["aws"] } }""", "AlertRuleWithoutEnvironment", "alerts:rules:0:match:clouds")]
    [InlineData("""{ "name": "a", "match": { "clouds": ["aws"], "environments": ["prod"] } }""", "AlertRuleWithoutEnvironment", "alerts:rules:0:match:environments")]
    [InlineData("""{ "name": "a" }, { "name": "b" }""", "AlertRuleShadowed", "alerts:rules:1")]
    public void A_rule_that_can_never_fire_is_a_warning(string rules, string code, string key)
    {
        ConfigurationFinding finding = Assert.Single(CheckRules(rules));

        Assert.Equal((code, key, FindingSeverity.Warning), (finding.Code, finding.Key, finding.Severity));
        Assert.True(_folder.Load("c.json").IsValid);
    }

    [Theory]
    [InlineData("""{ "name": "a", "match": { "environments": ["PR?D"], "clouds": ["aliyun"] } }""")]
    [InlineData("""{ "name": "a", "then": { "continue": true } }, { "name": "b" }""")]
    [InlineData("""{ "name": "a", "match": { "severity": "warning" } }, { "name": "b" }""")]
    public void A_rule_that_can_fire_is_fine(string rules) => Assert.Empty(CheckRules(rules));

    [Theory]
    [InlineData("{}", "ConfigurationChannelKey")]
    [InlineData("""{ "key": "${env:A}", "webhook": "${env:B}" }""", "ConfigurationChannelKey")]
    [InlineData("""{ "webhook": "${env:B}", "endpoint": "https://robot.example" }""", "ConfigurationChannelEndpoint")]
    [InlineData("""{ "key": "${env:A}", "language": "fr" }""", "ConfigurationLanguageUnknown")]
    public void A_channel_that_cannot_work_is_an_error(string channel, string code) =>
        Assert.Equal(code, Assert.Single(_folder.Check($$"""{ "alerts": { "channels": { "dba": {{channel}} } } }""")).Code);

    [Theory]
    [InlineData("""{ "alerts": { "state": { "file": "a", "s3": { "bucket": "b", "key": "k" } } } }""", "ConfigurationStateTwice")]
    [InlineData("""{ "run": { "lease": { "s3": { "bucket": "b" } } } }""", "ConfigurationValueMissing")]
    [InlineData("""{ "defaults": { "tags": ["env"] }, "environments": { "a": { "cloud": "aliyun", "regions": ["r"], "instances": ["*"], "destination": { "bucket": "b" } } } }""", "ConfigurationTagInvalid")]
    [InlineData("""{ "environments": { "a": { "cloud": "aliyun", "regions": ["r"], "clusters": ["*"], "destination": { "bucket": "b" } } } }""", "ConfigurationClustersOfAliyun")]
    public void Settings_that_contradict_each_other_are_errors(string text, string code) =>
        Assert.Equal(code, Assert.Single(_folder.Check(text)).Code);

    [Theory]
    [InlineData($$"""{ "alerts": { "channels": { "dba": { "key": "{{Secret}}" } } } }""", "ConfigurationSecretLiteral")]
    [InlineData($$"""{ "alerts": { "channels": { "dba": { "webhook": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={{Secret}}" } } } }""", "ConfigurationSecretLiteral")]
    [InlineData($$"""{ "alerts": { "channels": { "dba": { "key": "${env:A}", "proxy": "http://me:{{Secret}}@proxy:3128" } } } }""", "ConfigurationValueInvalid")]
    [InlineData($$"""{ "alerts": { "channels": { "dba": { "key": "${env:A}", "proxy": "me:{{Secret}}@proxy:3128" } } } }""", "ConfigurationValueInvalid")]
    [InlineData($$"""{ "alerts": { "channels": { "dba": { "key": "${env:A}", "endpoint": "https://robot.example/?key={{Secret}}" } } } }""", "ConfigurationValueInvalid")]
    [InlineData($$"""{ "alerts": { "channels": { "dba": { "key": "${env:A}", "botkey": "{{Secret}}" } } } }""", "ConfigurationKeyUnknown")]
    public void A_secret_written_out_is_an_error_that_does_not_repeat_it(string text, string code)
    {
        IReadOnlyList<ConfigurationFinding> findings = _folder.Check(text);
        RdsBackupConfiguration configuration = _folder.Load("c.json");

        Assert.Contains(findings, finding => finding.Code == code);
        Assert.DoesNotContain(findings, finding => $"{finding}{finding.Remedy}".Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(configuration.Settings, setting => setting.Value.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_wrong_in_several_files_and_variables_is_said_at_once()
    {
        _folder.Write("a.json", "{ \"run\": { \"timeout\": 8 },\n \"x\": 1 }");
        _folder.Write("b.yaml", "logging:\n  level: loud\n  paht: x\n");
        _folder.Variables["RDSBACKUP__RUN__PARALELISM"] = "2";
        _folder.Variables["RDSBACKUP__LOGGING__RETAINEDDAYS"] = "soon";

        RdsBackupException failure = Assert.Throws<RdsBackupException>(() => ConfigurationLoader.LoadValid(_folder.Sources("a.json", "b.yaml")));

        Assert.Equal("ConfigurationInvalid", failure.ErrorId);
        string[] places =
        [
            $"{_folder.PathOf("a.json")}:1: ", $"{_folder.PathOf("a.json")}:2: ", $"{_folder.PathOf("b.yaml")}:2: ", $"{_folder.PathOf("b.yaml")}:3: ",
            "RDSBACKUP__RUN__PARALELISM: ", "RDSBACKUP__LOGGING__RETAINEDDAYS: ",
        ];
        Assert.All(places, place => Assert.Contains(place, failure.Message, StringComparison.Ordinal));
        Assert.Contains("'path'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Anchors_that_multiply_beyond_measure_are_refused_quickly()
    {
        StringBuilder text = new("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        ConfigurationFinding finding = Assert.Single(_folder.Check(text.ToString(), "c.yaml"));

        Assert.Equal("ConfigurationFileBroken", finding.Code);
    }

    [Fact]
    public void A_thousand_environments_are_read_in_time_that_grows_no_faster_than_they_do()
    {
        TimeSpan few = Measure(500), many = Measure(4000);

        // Eight times as many; sixteen times as long would still be far from the square, which is sixty-four.
        Assert.True(many < few * 24 + TimeSpan.FromMilliseconds(500), $"{few} for 500, {many} for 4000");

        TimeSpan Measure(int count)
        {
            string environments = string.Join(",\n", Enumerable.Range(0, count).Select(i => $$"""
                "env-{{i}}": { "cloud": "aliyun", "regions": ["cn-hangzhou"], "instances": ["rm-{{i}}"], "expect": { "minSize": "1GB" } }
                """));
            _folder.Write("c.json", $$"""{ "defaults": { "destination": { "bucket": "b", "region": "eu-west-1" } }, "environments": { {{environments}} } }""");
            Stopwatch watch = Stopwatch.StartNew();
            RdsBackupConfiguration configuration = _folder.Load("c.json");
            TimeSpan elapsed = watch.Elapsed;
            Assert.Equal((count, true), (configuration.Environments.Count, configuration.IsValid));
            return elapsed;
        }
    }

    private IReadOnlyList<ConfigurationFinding> CheckRules(string rules) => _folder.Check($$"""
        { "environments": { "prod": { "cloud": "aliyun", "regions": ["cn-hangzhou"], "instances": ["*"], "destination": { "bucket": "b" } } },
          "alerts": { "channels": { "dba": { "key": "${env:A}" } }, "rules": [{{rules}}] } }
        """);

    public void Dispose() => _folder.Dispose();
}
