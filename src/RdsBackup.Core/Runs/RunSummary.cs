using System.Globalization;
using System.Text;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Runs;

/// <summary>What people are told of a run as a whole: when, how many, and each failure with its cause, by cloud.</summary>
internal static class RunSummary
{
    /// <summary>The event of the end of a run.</summary>
    public static AlertEvent EventOf(RdsBackupRunReport report) => new()
    {
        Kind = AlertEventKind.RunFinished,
        Severity = report.Status is RdsBackupRunStatus.Failed or RdsBackupRunStatus.NothingFound ? AlertSeverity.Error : AlertSeverity.Information,
        Subject = report.RunId, // Every run is news.
        Code = report.Status.ToString(),
        Title = Errors.Text(nameof(Messages.RunSummaryTitle), report.Succeeded, report.Failed),
        Detail = DetailOf(report),
        Time = report.StartedAt + report.Duration,
        Facts =
        [
            new AlertFact(Errors.Text(nameof(Messages.RunSummaryStarted)), report.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            new AlertFact(Errors.Text(nameof(Messages.RunSummaryDuration)), report.Duration.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture)),
            new AlertFact(Errors.Text(nameof(Messages.RunSummaryBytes)), report.Bytes.ToString("N0", CultureInfo.InvariantCulture)),
            new AlertFact(Errors.Text(nameof(Messages.RunSummaryMachine)), report.Machine),
        ],
    };

    private static string DetailOf(RdsBackupRunReport report)
    {
        StringBuilder text = new();
        foreach (IGrouping<CloudProvider, RdsBackupEnvironmentResult> cloud in report.Environments.GroupBy(environment => environment.Cloud))
        {
            int failed = cloud.Sum(environment => environment.Failed + (environment.ErrorId is null ? 0 : 1));
            text.AppendLine(Errors.Text(nameof(Messages.RunSummaryCloud), NameOf(cloud.Key), cloud.Sum(environment => environment.Succeeded), failed));
            foreach (string line in cloud.SelectMany(FailuresOf))
            {
                text.Append("- ").AppendLine(line);
            }
        }

        return text.ToString().TrimEnd();
    }

    private static IEnumerable<string> FailuresOf(RdsBackupEnvironmentResult environment) =>
        environment.Instances.Where(instance => instance.Status == RdsBackupRunStatus.Failed)
            .Select(instance => $"{environment.Environment}/{instance.InstanceId}: {instance.ErrorMessage}")
            .Concat(environment.ErrorId is null ? [] : [$"{environment.Environment}: {environment.ErrorMessage}"]);

    private static string NameOf(CloudProvider cloud) => Errors.Text(cloud == CloudProvider.Aws ? nameof(Messages.CloudAws) : nameof(Messages.CloudAliyun));
}
