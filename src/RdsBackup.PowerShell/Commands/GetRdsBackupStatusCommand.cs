using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Status;

namespace RdsBackup.PowerShell;

/// <summary>
/// Says where the backups of every instance of the configuration stand: the newest in its cloud, the newest in S3, and whether what is expected holds.
/// Runs nothing and writes nothing.
/// </summary>
[Cmdlet(VerbsCommon.Get, "RdsBackupStatus")]
[OutputType(typeof(RdsBackupInstanceStatus))]
public sealed class GetRdsBackupStatusCommand : ConfigurationCommand
{
    /// <summary>Environments to look at, by name or pattern. Without it all of the configuration.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[]? Environment { get; set; }

    /// <summary>Only what a person should look at.</summary>
    [Parameter]
    public SwitchParameter Unhealthy { get; set; }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        RdsBackupConfiguration configuration = await LoadConfigurationAsync();
        BackupStatus status = new(configuration.Options.Run.Parallelism, Clock, Pipeline.Log);
        await foreach (RdsBackupInstanceStatus row in status.ReadAsync(Choose(configuration, Environment), cancellationToken))
        {
            if (!Unhealthy || !row.IsHealthy)
            {
                await Pipeline.WriteObjectAsync(row);
            }

            if (row.ErrorId is not null)
            {
                await Pipeline.WriteErrorAsync(ErrorRecords.Create(new RdsBackupException(row.ErrorId, RdsBackupErrorKind.Service, row.Summary), row));
            }
        }
    }
}
