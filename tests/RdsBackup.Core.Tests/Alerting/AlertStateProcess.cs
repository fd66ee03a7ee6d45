using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using RdsBackup.Alerting;
using RdsBackup.Configuration;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Alerting;

/// <summary>A process that does nothing but count a failure in a state, over and over, until it is killed. It prints each count that was written.</summary>
internal static class AlertStateProcess
{
    public const string Argument = "--alert-state";

    /// <summary>Starts one.</summary>
    /// <param name="cloud">Whose keys it has.</param>
    /// <param name="place">The path of a file, or the address of S3.</param>
    /// <param name="instanceId">Whose failure it counts.</param>
    public static Process Start(SandboxCloud cloud, string place, string instanceId) =>
        TestProcess.Start(cloud, Path.GetTempPath(), environment: null, Argument, place, instanceId);

    /// <summary>The process itself.</summary>
    public static async Task<int> ExecuteAsync(string[] arguments)
    {
        AlertEvent failure = AlertScene.Failure(arguments[1]);
        StateOptions place = arguments[0].StartsWith("http", StringComparison.Ordinal)
            ? new StateOptions { S3 = new StateObjectOptions { Bucket = CopyScene.Bucket, Key = Key, Endpoint = new Uri(arguments[0]), Region = "us-east-1" } }
            : new StateOptions { File = arguments[0] };
        using IAlertStateStore store = AlertStates.Open(place, TimeProvider.System, NullLogger.Instance);
        while (true)
        {
            int count = 0;
            await store.UpdateAsync(
                before =>
                {
                    (_, AlertState after) = before.Tell(AlertScene.Rule(), failure);
                    count = Occurrences(after, failure.InstanceId!);
                    return after;
                },
                CancellationToken.None);
            Console.WriteLine(count);
        }
    }

    /// <summary>Key of the object.</summary>
    public const string Key = "rdsbackup/alerts.json";

    /// <summary>How often a failure of an instance was counted.</summary>
    public static int Occurrences(AlertState state, string instanceId) =>
        state.Causes.SingleOrDefault(cause => cause.InstanceId == instanceId)?.Occurrences ?? 0;
}
