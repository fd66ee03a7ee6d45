using RdsBackup.Configuration;

namespace RdsBackup.Alerting;

/// <summary>The alert rules of a configuration.</summary>
public static class ConfiguredAlertRules
{
    /// <summary>The rules of <paramref name="options"/>, in their order. What is wrong in them has its default.</summary>
    public static IReadOnlyList<AlertRule> Of(AlertOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. options.Rules.Select(From)];
    }

    private static AlertRule From(AlertRuleOptions options) => new()
    {
        Name = options.Name ?? "",
        Events = options.Match.Events ?? [],
        MinimumSeverity = options.Match.Severity ?? AlertSeverity.Information,
        Clouds = [.. (options.Match.Clouds ?? []).Select(cloud => cloud.ToString().ToLowerInvariant())],
        Environments = options.Match.Environments ?? [],
        Instances = options.Match.Instances ?? [],
        Schedule = options.Match.When is { } when ? From(when) : null,
        Channels = options.Then.Channels,
        Mentions = From(options.Then.Mentions),
        SuppressFor = options.Then.SuppressFor,
        Escalation = options.Then.Escalate is { After: { } after } escalation
            ? new AlertEscalation { After = after, Channels = escalation.Channels, Mentions = From(escalation.Mentions) }
            : null,
        NotifiesRecovery = options.Then.NotifyRecovery,
        Continues = options.Then.Continue,
    };

    internal static AlertSchedule From(ScheduleOptions options) => new()
    {
        From = options.From,
        To = options.To,
        Days = options.Days ?? [],
        TimeZone = options.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) ? zone : TimeZoneInfo.Utc,
    };

    private static AlertMentions From(MentionOptions options) => new() { Users = options.Users, Mobiles = options.Mobiles };
}
