using System.Management.Automation;
using RdsBackup.Alerting;

namespace RdsBackup.PowerShell;

/// <summary>What alerts can be made of in a pipeline: objects of this module, error records, alert events.</summary>
internal static class AlertSources
{
    /// <summary>The events of an object; null when it says nothing about success and failure.</summary>
    /// <param name="source">The object.</param>
    /// <param name="environment">The environment of objects that name none.</param>
    /// <param name="now">The time, for objects that have none.</param>
    public static IReadOnlyList<AlertEvent>? EventsOf(object source, string? environment, DateTimeOffset now) => source is ErrorRecord error
        ? [AlertEvents.From(error.Exception, error.CategoryInfo.Activity, Unwrap(error.TargetObject), environment, now)]
        : AlertEvents.From(source, environment, now);

    private static object? Unwrap(object? target) => target is PSObject wrapped ? wrapped.BaseObject : target;
}
