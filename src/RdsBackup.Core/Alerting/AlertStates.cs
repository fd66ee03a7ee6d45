using Microsoft.Extensions.Logging;
using RdsBackup.Configuration;
using RdsBackup.S3;

namespace RdsBackup.Alerting;

/// <summary>Finds the state of alert rules where a configuration has it.</summary>
internal static class AlertStates
{
    /// <summary>The file that holds the state when the configuration names no place: in the user's own folder.</summary>
    public static string DefaultFile => StateFolder.FileOf("alerts.json");

    /// <summary>The state that <paramref name="options"/> name. Nothing is read or reached yet.</summary>
    public static IAlertStateStore Open(StateOptions options, TimeProvider clock, ILogger logger) => options.S3 is { } place
        ? new AlertStateObject(S3ConnectionOptions.Of(place), place.Key!, clock, logger)
        : new AlertStateFile(options.File ?? DefaultFile, clock, logger);
}
