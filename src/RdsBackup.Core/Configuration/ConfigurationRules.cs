using RdsBackup.Alerting;
using RdsBackup.Diagnostics;

namespace RdsBackup.Configuration;

/// <summary>What must hold between settings that are each well written. Its texts are those that <see cref="Errors"/> finds.</summary>
internal sealed class ConfigurationRules
{
    private static readonly string[] Languages = ["zh-CN", "en-US"];
    private static readonly string[] Conditions = ["events", "clouds", "environments", "instances"];
    private readonly RdsBackupOptions _options;
    private readonly MergedSettings _settings;
    private readonly FindingList _findings;

    private ConfigurationRules(RdsBackupOptions options, MergedSettings settings, FindingList findings) =>
        (_options, _settings, _findings) = (options, settings, findings);

    /// <summary>Adds what does not hold to <paramref name="findings"/>.</summary>
    public static void Check(RdsBackupOptions options, MergedSettings settings, FindingList findings)
    {
        var rules = new ConfigurationRules(options, settings, findings);
        foreach ((string name, EnvironmentOptions environment) in options.Environments)
        {
            rules.CheckEnvironment(environment, $"environments:{name}");
        }

        foreach ((string name, AlertChannelOptions channel) in options.Alerts.Channels)
        {
            rules.CheckChannel(channel, $"alerts:channels:{name}");
        }

        rules.CheckAlertRules();
        rules.CheckState(options.Alerts.State, "alerts:state");
        rules.CheckState(options.Run.Lease, "run:lease");
        for (int i = 0; i < options.Run.Windows.Count; i++)
        {
            rules.CheckSchedule(options.Run.Windows[i], $"run:windows:{i}");
        }
    }

    private void CheckEnvironment(EnvironmentOptions environment, string path)
    {
        Require(environment.Cloud is not null, path, "cloud");
        IEnumerable<string> databases = environment.Instances.Concat(environment.Clusters);
        bool isLocated = databases.Any() && databases.All(AwsArn.IsArn);
        Require(environment.Regions.Count > 0 || isLocated, path, "regions");
        Require(databases.Any() || environment.Tags.Count > 0, path, "instances");
        foreach ((string tag, int index) in environment.Tags.Select((tag, index) => (tag, index)).Where(entry => entry.tag.IndexOf('=', StringComparison.Ordinal) < 1))
        {
            Error(nameof(Messages.ConfigurationTagInvalid), $"{path}:tags:{index}", tag);
        }

        if (environment.Cloud == CloudProvider.Aliyun)
        {
            Require(environment.Destination.Bucket is not null, path, "destination:bucket");
            if (environment.Clusters.Count > 0)
            {
                Error(nameof(Messages.ConfigurationClustersOfAliyun), $"{path}:clusters", environment.Name);
            }
        }
        else if (environment.Cloud == CloudProvider.Aws)
        {
            Require(environment.Export.Bucket is not null, path, "export:bucket");
            Require(environment.Export.RoleArn is not null, path, "export:roleArn");
            Require(environment.Export.KmsKeyId is not null, path, "export:kmsKeyId");
        }
    }

    private void CheckChannel(AlertChannelOptions channel, string path)
    {
        if (channel.Webhook is null == channel.Key is null)
        {
            Error(nameof(Messages.ConfigurationChannelKey), path, channel.Name);
        }

        if (channel is { Webhook: not null, Endpoint: not null })
        {
            Error(nameof(Messages.ConfigurationChannelEndpoint), $"{path}:endpoint", channel.Name);
        }

        if (channel.Language is { } language && !Languages.Contains(language, StringComparer.OrdinalIgnoreCase))
        {
            Error(nameof(Messages.ConfigurationLanguageUnknown), $"{path}:language", language, string.Join(", ", Languages));
        }
    }

    private void CheckAlertRules()
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        IReadOnlyList<AlertRule> rules = ConfiguredAlertRules.Of(_options.Alerts);
        for (int i = 0; i < _options.Alerts.Rules.Count; i++)
        {
            AlertRuleOptions rule = _options.Alerts.Rules[i];
            string path = $"alerts:rules:{i}";
            Require(!string.IsNullOrWhiteSpace(rule.Name), path, "name");
            if (rule.Name is { } name && !names.Add(name))
            {
                Error(nameof(Messages.AlertRuleNameTaken), $"{path}:name", name);
            }

            CheckMatch(rule, path);
            CheckAction(rule.Then, $"{path}:then");
            if (rules.Take(i).FirstOrDefault(earlier => !earlier.Continues && AlertRuleCoverage.Covers(earlier, rules[i])) is { } shadow)
            {
                _findings.Warning(nameof(Messages.AlertRuleShadowed), path, _settings.Locate(path), rule.Name, shadow.Name);
            }
        }
    }

    private void CheckMatch(AlertRuleOptions rule, string path)
    {
        AlertMatchOptions match = rule.Match;
        foreach (string condition in Conditions.Select(key => $"{path}:match:{key}").Where(IsEmptyList))
        {
            Error(nameof(Messages.AlertRuleNeverMatches), condition, condition);
        }

        if (match.Events.Count > 0 && match.Events.All(kind => kind == AlertEventKind.Recovered))
        {
            Error(nameof(Messages.AlertRuleOnlyRecovered), $"{path}:match:events", rule.Name);
        }

        if (match.When is { } when)
        {
            CheckSchedule(when, $"{path}:match:when");
        }

        bool isNarrowed = match.Environments.Count > 0 || match.Clouds.Count > 0;
        if (isNarrowed && !_options.Environments.Values.Any(environment => Matches(match, environment)))
        {
            string key = $"{path}:match:{(match.Environments.Count > 0 ? "environments" : "clouds")}";
            _findings.Warning(nameof(Messages.AlertRuleWithoutEnvironment), key, _settings.Locate(key), rule.Name);
        }
    }

    private static bool Matches(AlertMatchOptions match, EnvironmentOptions environment) =>
        (match.Clouds.Count == 0 || environment.Cloud is not { } cloud || match.Clouds.Contains(cloud))
        && AlertConditions.MatchesAny([.. match.Environments], environment.Name);

    private void CheckAction(AlertActionOptions action, string path)
    {
        CheckChannels(action.Channels, $"{path}:channels");
        if (action.SuppressFor > AlertState.Retention)
        {
            Error(nameof(Messages.AlertRuleWindowTooLong), $"{path}:suppressFor", $"{path}:suppressFor", AlertState.Retention.TotalDays);
        }

        if (action.Escalate is { } escalation)
        {
            Require(escalation.After is not null, $"{path}:escalate", "after");
            CheckChannels(escalation.Channels, $"{path}:escalate:channels");
        }
    }

    private void CheckChannels(IReadOnlyList<string> names, string path)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (!_options.Alerts.Channels.Keys.Contains(names[i], StringComparer.OrdinalIgnoreCase))
            {
                string? nearest = NearestName.Of(names[i], _options.Alerts.Channels.Keys);
                string id = nearest is null ? nameof(Messages.ConfigurationChannelUnknown) : nameof(Messages.ConfigurationChannelMisspelt);
                Error(id, $"{path}:{i}", names[i], nearest ?? string.Join(", ", _options.Alerts.Channels.Keys));
            }
        }
    }

    private void CheckSchedule(ScheduleOptions schedule, string path)
    {
        if (schedule.From is { } from && schedule.From == schedule.To)
        {
            Error(nameof(Messages.ConfigurationHoursEmpty), $"{path}:from", path, from.ToString("HH\\:mm", null));
        }

        if (IsEmptyList($"{path}:days"))
        {
            Error(nameof(Messages.ConfigurationDaysEmpty), $"{path}:days", path);
        }

        if (schedule.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            Error(nameof(Messages.ConfigurationTimeZoneUnknown), $"{path}:timeZone", zone);
        }
    }

    private void CheckState(StateOptions state, string path)
    {
        if (state is { File: not null, S3: not null })
        {
            Error(nameof(Messages.ConfigurationStateTwice), path, path);
        }

        if (state.S3 is { } stored)
        {
            Require(stored.Bucket is not null, $"{path}:s3", "bucket");
            Require(stored.Key is not null, $"{path}:s3", "key");
        }
    }

    // The options do not tell a list that is empty from one that is left out.
    private bool IsEmptyList(string path) => _settings.Find(path) is { Value: "" };

    private void Require(bool isThere, string path, string key)
    {
        if (!isThere)
        {
            _findings.Error(nameof(Messages.ConfigurationValueMissing), $"{path}:{key}", _settings.Locate(path), path, key);
        }
    }

    private void Error(string code, string path, params object?[] arguments) =>
        _findings.Error(code, path, _settings.Locate(path), arguments);
}
