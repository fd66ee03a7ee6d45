using Microsoft.Extensions.Logging;
using RdsBackup.Configuration;
using RdsBackup.S3;

namespace RdsBackup.Alerting;

/// <summary>Finds the state of alert rules where a configuration has it.</summary>
internal static class AlertStates
{
    /// <summary>The file that holds the state when the configuration names no place: in the user's own folder.</summary>
    public static string DefaultFile
    {
        get
        {
            string folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(folder.Length > 0 ? folder : Path.GetTempPath(), "RdsBackup", "alerts.json");
        }
    }

    /// <summary>The state that <paramref name="options"/> name. Reads nothing yet, but reaches the bucket where there is one.</summary>
    /// <exception cref="RdsBackupException">What connecting to the bucket throws.</exception>
    public static async Task<IAlertStateStore> OpenAsync(StateOptions options, TimeProvider clock, ILogger logger, CancellationToken cancellationToken) =>
        options.S3 is { } place
            ? new AlertStateObject(await BackupBucket.ConnectAsync(S3ConnectionOptions.Of(place), cancellationToken).ConfigureAwait(false), place.Key!, clock, logger)
            : new AlertStateFile(options.File ?? DefaultFile, clock, logger);
}
