using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Runs;

namespace RdsBackup.Status;

/// <summary>Finds out where the backups of one environment stand. Writes nothing anywhere.</summary>
/// <param name="environment">The environment.</param>
/// <param name="clock">The clock.</param>
internal abstract class EnvironmentStatus(EnvironmentOptions environment, TimeProvider clock) : IDisposable
{
    /// <summary>The environment.</summary>
    protected EnvironmentOptions Environment => environment;

    /// <summary>The clock.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>That of <paramref name="environment"/>, whichever its cloud.</summary>
    public static EnvironmentStatus Of(EnvironmentOptions environment, TimeProvider clock, OperationLog? log) => environment.Cloud == CloudProvider.Aws
        ? new AwsEnvironmentStatus(environment, clock, log)
        : new AliyunEnvironmentStatus(environment, clock, log);

    /// <summary>Looks at everything and hands each instance's row on as soon as it is known. What fails becomes a row, too.</summary>
    /// <param name="write">Takes a row.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ReadAsync(Func<RdsBackupInstanceStatus, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await ReadInstancesAsync(write, cancellationToken).ConfigureAwait(false);
        }
        catch (RdsBackupException failure)
        {
            await write(Unknown(null, null, failure)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Finds the instances and looks at each.</summary>
    protected abstract Task ReadInstancesAsync(Func<RdsBackupInstanceStatus, Task> write, CancellationToken cancellationToken);

    /// <summary>Writes a row for each name that is nowhere; one for the environment when it means nothing at all.</summary>
    protected async Task WriteMissingAsync(IReadOnlyCollection<string> missing, int found, Func<RdsBackupInstanceStatus, Task> write)
    {
        foreach (string name in missing)
        {
            await write(Unknown(null, name, MissingInstances.Error(environment, name))).ConfigureAwait(false);
        }

        MissingInstances.ThrowIfNone(environment, found + missing.Count);
    }

    /// <summary>The row of an instance; its failure is a row, too, and stops no other.</summary>
    protected async Task WriteAsync(
        string region, string instanceId, Func<Task<RdsBackupInstanceStatus>> read, Func<RdsBackupInstanceStatus, Task> write)
    {
        RdsBackupInstanceStatus row;
        try
        {
            row = await read().ConfigureAwait(false);
        }
        catch (RdsBackupException failure)
        {
            row = Unknown(region, instanceId, failure);
        }

        await write(row).ConfigureAwait(false);
    }

    /// <summary>The row of an instance about which all is known.</summary>
    /// <param name="row">What is known.</param>
    /// <param name="findings">What was found.</param>
    protected static RdsBackupInstanceStatus Judge(RdsBackupInstanceStatus row, IEnumerable<BackupFinding> findings)
    {
        BackupFinding[] ordered = [.. findings.OrderByDescending(finding => finding.Severity)];
        RdsBackupHealthStatus status = ordered.FirstOrDefault()?.Severity switch
        {
            FindingSeverity.Error => RdsBackupHealthStatus.Failed,
            FindingSeverity.Warning => RdsBackupHealthStatus.Warning,
            _ => RdsBackupHealthStatus.Healthy,
        };
        string summary = status == RdsBackupHealthStatus.Healthy
            ? row.OffsiteAge is { } age
                ? Errors.Text(nameof(Messages.StatusSafe), row.BackupAge, age)
                : Errors.Text(nameof(Messages.StatusBackedUp), row.BackupAge)
            : ordered[0].Message;
        return row with { Status = status, Findings = ordered, Summary = summary };
    }

    private RdsBackupInstanceStatus Unknown(string? region, string? instanceId, RdsBackupException failure) => new()
    {
        Environment = environment.Name,
        Cloud = environment.Cloud!.Value,
        RegionId = region ?? (environment.Regions is [var only] ? only : null),
        InstanceId = instanceId,
        Status = RdsBackupHealthStatus.Failed,
        Summary = $"{failure.Message} {failure.Recommendation}".TrimEnd(),
        ErrorId = failure.ErrorId,
        CheckedAt = clock.GetUtcNow(),
    };
}
