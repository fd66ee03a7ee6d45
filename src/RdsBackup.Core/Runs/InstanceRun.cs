using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Runs;

/// <summary>One instance of a run: what has become of it so far.</summary>
/// <param name="environment">Its environment.</param>
/// <param name="regionId">Its region; null while that is not known.</param>
/// <param name="instanceId">The instance or cluster.</param>
/// <param name="context">The run.</param>
internal sealed class InstanceRun(EnvironmentOptions environment, string? regionId, string instanceId, RunContext context)
{
    private readonly List<BackupFinding> _findings = [];
    private long _startedAt = context.Settings.TimeProvider.GetTimestamp();
    private bool _isDone;
    private RdsBackupException? _failure;

    public string? RegionId => regionId;

    public string InstanceId => instanceId;

    public RdsBackupRunAction Action { get; set; }

    public string? SourceId { get; set; }

    public DateTimeOffset? SourceTime { get; set; }

    public long? Bytes { get; set; }

    public string? Destination { get; set; }

    /// <summary>Whether nothing was begun although something was to be.</summary>
    public bool IsSkipped { get; set; }

    public bool HasFailed => _failure is not null;

    /// <summary>Its turn has come.</summary>
    public void Begin() => _startedAt = context.Settings.TimeProvider.GetTimestamp();

    /// <summary>All that was to be done with it was tried.</summary>
    public void Done()
    {
        _isDone = true;
        context.InstanceDone();
    }

    /// <summary>Adds what a check found.</summary>
    public void Add(IEnumerable<BackupFinding> findings) => _findings.AddRange(findings);

    /// <summary>Does one step; its failure is that of the instance, and of nothing else.</summary>
    /// <param name="command">The cmdlet that does it.</param>
    /// <param name="work">The step.</param>
    public async Task AttemptAsync(string command, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (RdsBackupException failure)
        {
            await FailAsync(failure, command).ConfigureAwait(false);
        }
    }

    /// <summary>Notes a failure.</summary>
    public Task FailAsync(RdsBackupException failure, string command)
    {
        _failure ??= failure;
        return context.FailAsync(failure, command, environment, regionId, instanceId);
    }

    /// <summary>Notes a failure that a step's own result has told already.</summary>
    public void Fail(RdsBackupException failure) => _failure ??= failure;

    /// <summary>What became of it. One that the run did not get to the end of has failed: nobody knows whether it is safe.</summary>
    public RdsBackupInstanceResult ToResult()
    {
        RdsBackupException? failed = _failure
            ?? (_isDone ? null : Errors.Create(nameof(Messages.RunInstanceUnfinished), RdsBackupErrorKind.Service, instanceId));
        BackupFinding? gravest = _findings.Find(finding => finding.Severity == FindingSeverity.Error);
        bool isFailed = failed is not null || gravest is not null;
        return new RdsBackupInstanceResult
        {
            Environment = environment.Name,
            Cloud = environment.Cloud!.Value,
            RegionId = regionId,
            InstanceId = instanceId,
            Status = isFailed ? RdsBackupRunStatus.Failed : IsSkipped || context.Settings.IsPlan ? RdsBackupRunStatus.Skipped : RdsBackupRunStatus.Succeeded,
            Action = Action,
            SourceId = SourceId,
            SourceTime = SourceTime,
            Bytes = Bytes,
            Destination = Destination,
            Findings = [.. _findings.OrderByDescending(finding => finding.Severity)],
            ErrorId = failed?.ErrorId ?? gravest?.Code,
            ErrorMessage = failed is { } failure ? $"{failure.Message} {failure.Recommendation}".TrimEnd() : gravest?.Message,
            Duration = context.Settings.TimeProvider.GetElapsedTime(_startedAt),
        };
    }
}
