using RdsBackup.Alerting;

namespace RdsBackup.Core.Tests.Alerting;

/// <summary>Events, rules and a story told to them step by step.</summary>
internal static class AlertScene
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static AlertEvent Failure(
        string instanceId = "rm-a", AlertEventKind kind = AlertEventKind.CopyFailed, string code = "SourceTruncated", AlertSeverity severity = AlertSeverity.Error,
        string? environment = "prod-cn", string? cloud = "aliyun") => new()
        {
            Kind = kind,
            Severity = severity,
            Cloud = cloud,
            Environment = environment,
            InstanceId = instanceId,
            Code = code,
            Title = $"{instanceId} {kind} {code}",
            Time = Start,
        };

    /// <summary>The end of every failure of an instance, or of those of some kinds.</summary>
    public static AlertEvent Recovery(string instanceId = "rm-a", params AlertEventKind[] kinds) =>
        Failure(instanceId, AlertEventKind.Recovered, code: "", AlertSeverity.Information) with { Recovery = new AlertRecovery { Kinds = kinds } };

    public static AlertRule Rule(string name = "night", double suppressHours = 4) =>
        new() { Name = name, Channels = ["ops"], SuppressFor = TimeSpan.FromHours(suppressHours) };

    /// <summary>What one rule decides, and the state once all was delivered.</summary>
    public static (AlertDecision Decision, AlertState State) Tell(this AlertState state, AlertRule rule, AlertEvent alertEvent, double hours = 0)
    {
        DateTimeOffset now = Start.AddHours(hours);
        AlertDecision decision = Assert.Single(AlertRules.Decide([rule], alertEvent, state, now));
        return (decision, state.Record(decision, isDelivered: _ => true, now));
    }
}
