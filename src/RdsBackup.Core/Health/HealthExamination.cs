using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Health;

/// <summary>
/// Tries everything that backups depend on, side by side and each thing once, with the least intrusive call there is. Nothing that fails throws:
/// it is a result. A check that depends on another one waits for it.
/// </summary>
public sealed class HealthExamination
{
    private const int MostAtOnce = 32;
    private readonly HealthSettings _settings;
    private readonly List<HealthCheck> _checks;

    private HealthExamination(HealthSettings settings, Action<HealthPlan> fill)
    {
        _settings = settings;
        HealthPlan plan = new(settings);
        fill(plan);
        plan.AddMachine();
        _checks = [.. plan.Checks.Where(check => settings.IsWanted(check.Name))];
    }

    /// <summary>How many checks there are.</summary>
    public int Count => _checks.Count;

    /// <summary>Examines what a configuration names.</summary>
    /// <param name="configuration">The configuration; what is wrong with it is a result.</param>
    /// <param name="environments">Which of its environments.</param>
    /// <param name="settings">How.</param>
    public static HealthExamination Of(
        RdsBackupConfiguration configuration, IEnumerable<EnvironmentOptions> environments, HealthSettings settings)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new HealthExamination(settings, plan =>
        {
            plan.Add(configuration);
            plan.Add(environments);
        });
    }

    /// <summary>Examines what needs no configuration, since that could not be read.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="settings">How.</param>
    public static HealthExamination Of(RdsBackupException failure, HealthSettings settings) => new(settings, plan => plan.Add(failure));

    /// <summary>Examines environments that no configuration names.</summary>
    /// <param name="environments">The environments; what they leave open is not examined.</param>
    /// <param name="settings">How.</param>
    public static HealthExamination Of(IEnumerable<EnvironmentOptions> environments, HealthSettings settings) => new(settings, plan => plan.Add(environments));

    /// <summary>Runs the checks; results come as they are ready.</summary>
    public async IAsyncEnumerable<RdsBackupHealthResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using SemaphoreSlim slots = new(MostAtOnce);
        Channel<RdsBackupHealthResult> results = Channel.CreateUnbounded<RdsBackupHealthResult>();
        Dictionary<HealthCheck, Task<RdsBackupHealthResult>> running = [];
        foreach (HealthCheck check in _checks)
        {
            running.Add(check, RunAsync(check, running.GetValueOrDefault(check.Requires ?? check), slots, results.Writer, ending.Token));
        }

        Task all = Task.WhenAll(running.Values);
        _ = all.ContinueWith(done => results.Writer.Complete(done.Exception?.InnerException), TaskScheduler.Default);
        try
        {
            await foreach (RdsBackupHealthResult result in results.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<RdsBackupHealthResult> RunAsync(
        HealthCheck check, Task<RdsBackupHealthResult>? required, SemaphoreSlim slots, ChannelWriter<RdsBackupHealthResult> results, CancellationToken cancellationToken)
    {
        RdsBackupHealthResult? basis = required is null ? null : await required.ConfigureAwait(false);
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long started = _settings.TimeProvider.GetTimestamp();
            HealthVerdict verdict = basis is { Status: RdsBackupHealthStatus.Failed or RdsBackupHealthStatus.Skipped }
                ? HealthVerdict.Of(RdsBackupHealthStatus.Skipped, nameof(Messages.HealthSkipped), basis.Check, basis.Target)
                : await JudgeAsync(check, cancellationToken).ConfigureAwait(false);
            RdsBackupHealthResult result = new()
            {
                Check = check.Name,
                Target = check.Target,
                Status = verdict.Status,
                Detail = Redaction.Redact(verdict.Detail),
                Remedy = verdict.Remedy,
                Duration = _settings.TimeProvider.GetElapsedTime(started),
                Environments = check.Environments,
            };
            results.TryWrite(result);
            return result;
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<HealthVerdict> JudgeAsync(HealthCheck check, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(_settings.Limit, _settings.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            // Not everything that is called can be cancelled: what hangs is left to itself.
            return await Task.Run(() => check.RunAsync(either.Token), either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested && limit.IsCancellationRequested)
        {
            return check.Late(_settings.Limit);
        }
        catch (RdsBackupException failure)
        {
            return HealthVerdict.Failed(failure);
        }
        catch (Exception defect) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthVerdict.Failed(nameof(Messages.HealthUnexpected), defect.GetType().Name, defect.Message);
        }
    }
}
