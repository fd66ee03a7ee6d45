using System.Collections.Concurrent;
using RdsBackup.Alerting;
using RdsBackup.Configuration;
using RdsBackup.Transfer;

namespace RdsBackup.Runs;

/// <summary>What all environments of a run share.</summary>
internal sealed class RunContext : IDisposable
{
    private readonly IBackupRunObserver _observer;
    private readonly ConcurrentQueue<AlertEvent> _events = new();
    private readonly IReadOnlyList<AlertSchedule> _windows;
    private readonly int _environments;
    private int _environmentsDone;
    private int _instancesDone;

    public RunContext(RdsBackupOptions options, BackupRunSettings settings, IBackupRunObserver observer, int environments)
    {
        Options = options;
        Settings = settings;
        _observer = observer;
        _environments = environments;
        _windows = [.. options.Run.Windows.Select(ConfiguredAlertRules.From)];
        Slots = new SemaphoreSlim(options.Run.Parallelism);
        Bandwidth = options.Run.Bandwidth is { } limit ? new BandwidthLimiter(limit, settings.TimeProvider) : null;
    }

    public RdsBackupOptions Options { get; }

    public BackupRunSettings Settings { get; }

    /// <summary>One for each instance that is worked on.</summary>
    public SemaphoreSlim Slots { get; }

    /// <summary>Holds all copies together below the configured rate.</summary>
    public BandwidthLimiter? Bandwidth { get; }

    public DateTimeOffset Now => Settings.TimeProvider.GetUtcNow();

    /// <summary>Whether copies and exports may be begun now.</summary>
    public bool MayBegin => _windows.Count == 0 || _windows.Any(window => window.Contains(Now));

    /// <summary>What has happened that alert rules may be about.</summary>
    public IReadOnlyCollection<AlertEvent> Events => _events;

    /// <summary>Notes and shows the result of a step.</summary>
    public Task StepAsync(string environment, object step) => StepAsync(environment, step, AlertEvents.From(step, environment, Now) ?? []);

    /// <summary>Notes and shows the result of a step.</summary>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="step">The result.</param>
    /// <param name="events">What alert rules may be about in it.</param>
    public Task StepAsync(string environment, object step, IEnumerable<AlertEvent> events)
    {
        Note(events);
        return _observer.StepAsync(environment, step);
    }

    /// <summary>Notes what alert rules may be about.</summary>
    public void Note(IEnumerable<AlertEvent> events)
    {
        foreach (AlertEvent alertEvent in events)
        {
            _events.Enqueue(alertEvent);
        }
    }

    /// <summary>Notes and shows an error.</summary>
    /// <param name="failure">The error.</param>
    /// <param name="command">The cmdlet that does what failed; null when that is the run.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="regionId">The instance's region, as far as it is known.</param>
    /// <param name="instanceId">The instance; null when it is the whole environment.</param>
    public Task FailAsync(RdsBackupException failure, string? command, EnvironmentOptions environment, string? regionId = null, string? instanceId = null)
    {
        _events.Enqueue(AlertEvents.OfError(failure, command, environment.Cloud!.Value, environment.Name, regionId, instanceId, Now));
        return _observer.StepAsync(environment.Name, failure);
    }

    public void InstanceDone() => _observer.Progressed(_environmentsDone, _environments, Interlocked.Increment(ref _instancesDone));

    public async Task EnvironmentDoneAsync(RdsBackupEnvironmentResult result)
    {
        await _observer.EnvironmentAsync(result).ConfigureAwait(false);
        _observer.Progressed(Interlocked.Increment(ref _environmentsDone), _environments, _instancesDone);
    }

    public void Dispose() => Slots.Dispose();
}
