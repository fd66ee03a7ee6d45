using System.Collections.Concurrent;
using RdsBackup.Alerting;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Status;

namespace RdsBackup.Runs;

/// <summary>The run of one environment. What fails for one instance stops no other; what fails here stops no other environment.</summary>
/// <param name="environment">The environment.</param>
/// <param name="context">The run.</param>
internal abstract class EnvironmentRun(EnvironmentOptions environment, RunContext context) : IDisposable
{
    private readonly ConcurrentBag<InstanceRun> _instances = [];

    protected EnvironmentOptions Environment => environment;

    protected RunContext Context => context;

    /// <summary>The run of <paramref name="environment"/>, whichever its cloud.</summary>
    public static EnvironmentRun Of(EnvironmentOptions environment, RunContext context) => environment.Cloud == CloudProvider.Aws
        ? new AwsEnvironmentRun(environment, context)
        : new AliyunEnvironmentRun(environment, context);

    /// <summary>Works on all instances.</summary>
    public async Task<RdsBackupEnvironmentResult> RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset startedAt = context.Now;
        long start = context.Settings.TimeProvider.GetTimestamp();
        RdsBackupException? failure = null;
        try
        {
            await RunInstancesAsync(cancellationToken).ConfigureAwait(false);
            context.Note([AlertEvents.EndOf(AlertEventKind.OperationFailed, environment.Cloud!.Value, environment.Name, regionId: null, instanceId: null, context.Now)]);
        }
        catch (RdsBackupException exception)
        {
            failure = exception;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            failure = Errors.Create(nameof(Messages.RunStopped), RdsBackupErrorKind.Service, environment.Name);
        }
        catch (Exception exception)
        {
            // A defect: it must not take the other environments with it either.
            failure = Errors.Create(nameof(Messages.RunUnexpected), RdsBackupErrorKind.Service, exception, environment.Name, exception.Message);
        }

        if (failure is not null)
        {
            await context.FailAsync(failure, command: null, environment).ConfigureAwait(false);
        }

        RdsBackupEnvironmentResult result = Result([.. _instances.Select(instance => instance.ToResult())], failure) with
        {
            StartedAt = startedAt,
            Duration = context.Settings.TimeProvider.GetElapsedTime(start),
        };
        await context.EnvironmentDoneAsync(result).ConfigureAwait(false);
        return result;
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Finds the instances and works on them.</summary>
    protected abstract Task RunInstancesAsync(CancellationToken cancellationToken);

    /// <summary>Adds an instance, once.</summary>
    protected InstanceRun Add(string? regionId, string instanceId)
    {
        InstanceRun instance = new(environment, regionId, instanceId, context);
        _instances.Add(instance);
        return instance;
    }

    /// <summary>Does something for each instance, as many at once as the run allows.</summary>
    protected Task ForEachAsync<T>(IEnumerable<(InstanceRun Run, T Item)> instances, Func<InstanceRun, T, Task> work, CancellationToken cancellationToken) =>
        Task.WhenAll(instances.ToArray().Select(async instance =>
        {
            await context.Slots.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                instance.Run.Begin();
                await work(instance.Run, instance.Item).ConfigureAwait(false);
            }
            finally
            {
                context.Slots.Release();
            }
        }));

    /// <summary>Whether a copy or export arrived as soon as is expected.</summary>
    protected void CheckArrival(InstanceRun instance, OffsiteCopy copy)
    {
        BackupFinding[] findings = [.. OffsiteRules.CheckArrival(instance.InstanceId, copy, environment.Expect.OffsiteWithin)];
        instance.Add(findings);
        context.Note(AlertEvents.OfOffsite(environment.Cloud!.Value, environment.Name, instance.RegionId, instance.InstanceId, findings, context.Now));
    }

    /// <summary>Reports the instances that were named and are nowhere, each as its own failure.</summary>
    /// <param name="missing">Their names.</param>
    /// <param name="found">How many were found.</param>
    /// <param name="command">The cmdlet that looks for instances.</param>
    /// <exception cref="RdsBackupException">RunNothingFound: the environment means no instance at all.</exception>
    protected async Task ReportMissingAsync(IReadOnlyCollection<string> missing, int found, string command)
    {
        foreach (string id in missing)
        {
            await Add(environment.Regions is [var only] ? only : null, id).FailAsync(MissingInstances.Error(environment, id), command).ConfigureAwait(false);
        }

        MissingInstances.ThrowIfNone(environment, found + missing.Count);
    }

    private RdsBackupEnvironmentResult Result(RdsBackupInstanceResult[] instances, RdsBackupException? failure) => new()
    {
        Environment = environment.Name,
        Cloud = environment.Cloud!.Value,
        Status = StatusOf(instances, failure),
        Instances = [.. instances.OrderBy(instance => instance.RegionId, StringComparer.Ordinal).ThenBy(instance => instance.InstanceId, StringComparer.Ordinal)],
        ErrorId = failure?.ErrorId,
        ErrorMessage = failure is null ? null : $"{failure.Message} {failure.Recommendation}".TrimEnd(),
        StartedAt = default,
    };

    private static RdsBackupRunStatus StatusOf(RdsBackupInstanceResult[] instances, RdsBackupException? failure) =>
        failure?.ErrorId == nameof(Messages.RunNothingFound) ? RdsBackupRunStatus.NothingFound
        : failure is not null || instances.Any(instance => instance.Status == RdsBackupRunStatus.Failed) ? RdsBackupRunStatus.Failed
        : instances.All(instance => instance.Status == RdsBackupRunStatus.Skipped) ? RdsBackupRunStatus.Skipped
        : RdsBackupRunStatus.Succeeded;
}
