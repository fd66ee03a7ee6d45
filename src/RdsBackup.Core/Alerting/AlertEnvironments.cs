using RdsBackup.Configuration;

namespace RdsBackup.Alerting;

/// <summary>Finds the environment that an event belongs to.</summary>
internal static class AlertEnvironments
{
    /// <summary>
    /// Name of the one environment whose cloud, regions and instances take in those of <paramref name="alertEvent"/>; null when there is none, or
    /// more than one. Environments that select by tags alone are not found: events have no tags.
    /// </summary>
    public static string? Find(RdsBackupOptions options, AlertEvent alertEvent)
    {
        EnvironmentOptions[] found = alertEvent.InstanceId is null ? [] : [.. options.Environments.Values.Where(environment => Contains(environment, alertEvent))];
        return found is [{ Name: var name }] ? name : null;
    }

    private static bool Contains(EnvironmentOptions environment, AlertEvent alertEvent)
    {
        string[] databases = [.. environment.Instances.Concat(environment.Clusters).Select(database => AwsArn.TryParse(database, out AwsArn? arn) ? arn.Id : database)];
        return (alertEvent.Cloud is null || alertEvent.Cloud.Equals(environment.Cloud?.ToString(), StringComparison.OrdinalIgnoreCase))
            && (alertEvent.RegionId is null || environment.Regions.Count == 0 || environment.Regions.Contains(alertEvent.RegionId))
            && databases.Length > 0 && AlertConditions.MatchesAny(databases, alertEvent.InstanceId);
    }
}
