using System.Collections.Concurrent;
using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>
/// Runs a cmdlet's work on the thread pool and carries its records, in order, to the pipeline thread. Output, errors and
/// questions are awaited, which keeps the work from running ahead of the commands downstream; log lines and progress are not. Nothing
/// blocks the work: between two input objects no thread takes records, and work that goes on then must still be able to end.
/// </summary>
internal sealed class AsyncPipeline(AsyncCmdlet cmdlet) : IDisposable
{
    private const int ProgressLimit = 64;
    private static readonly PipelineRecord EndOfWork = new PostedRecord(_ => { });
    private readonly BlockingCollection<PipelineRecord> _records = new();
    private readonly CancellationTokenSource _stopping = new();
    private int _progressCount;

    /// <summary>The command's log file: what goes to the streams is written there too, where one is wanted.</summary>
    public LogFile LogFile { get; } = new();

    /// <summary>Whether somebody looks on.</summary>
    public bool IsAttended => cmdlet.IsAttended;

    public Task WriteObjectAsync(object value) => EmitAsync(to => to.WriteObject(value));

    public Task WriteErrorAsync(ErrorRecord error)
    {
        NoteError(error);
        return EmitAsync(to => to.WriteError(error));
    }

    /// <summary>Ends the command with <paramref name="error"/>. The returned task is cancelled, never completed.</summary>
    public Task ThrowTerminatingErrorAsync(ErrorRecord error)
    {
        NoteError(error);
        return EmitAsync(to => to.ThrowTerminatingError(error));
    }

    /// <summary>Warns, on the stream and in the log file.</summary>
    public void Warn(string message)
    {
        LogFile.Write(LogDetail.Warning, "Warning", message);
        Log(OperationLogLevel.Warning, message);
    }

    /// <summary>Asks whether to do <paramref name="action"/> on <paramref name="target"/>, as -WhatIf, -Confirm and the user say.</summary>
    public Task<bool> ShouldProcessAsync(string target, string action) => EmitAsync(to => to.ShouldProcess(target, action));

    /// <summary>Asks something that only the pipeline thread may ask, such as the session's state.</summary>
    public Task<T> AskAsync<T>(Func<T> question) => EmitAsync(_ => question());

    /// <summary>Shows progress. An update is left out when many records wait already: there will be a newer one. The end of a bar is not.</summary>
    public void WriteProgress(ProgressRecord progress)
    {
        if (progress.RecordType == ProgressRecordType.Completed || HasRoomForProgress())
        {
            Post(to => to.WriteProgress(progress));
        }
    }

    /// <summary>Says how far the work is where nobody looks on, unless no progress is wanted at all.</summary>
    public void WriteProgressLine(string line) => Post(to =>
    {
        if (IsWanted("ProgressAction", "ProgressPreference"))
        {
            to.WriteInformation(line, []);
        }
    });

    /// <summary>Starts a progress bar of its own, which ends when it is disposed; below <paramref name="parent"/>, if that is given.</summary>
    public PipelineProgress StartProgress(string activity, TimeProvider clock, PipelineProgress? parent = null) =>
        new(this, Interlocked.Increment(ref _progressCount), parent?.Id, activity, clock);

    /// <summary>Sends a log line to the stream of its level. May be called from any thread, as <see cref="OperationLog"/> demands.</summary>
    public void Log(OperationLogLevel level, string message) => Post(level switch
    {
        OperationLogLevel.Debug => to => to.WriteDebug(message),
        OperationLogLevel.Verbose => to => to.WriteVerbose(message),
        OperationLogLevel.Information => to => to.WriteInformation(message, []),
        _ => _ => ShowWarning(message),
    });

    /// <summary>Runs <paramref name="work"/> to its end, emitting its records on the calling thread.</summary>
    public void Run(Func<CancellationToken, Task> work)
    {
        Task worker = Task.Run(() =>
        {
            LogFile.Attach();
            return work(_stopping.Token);
        });
        AddEndAfter(worker);
        EmitUntilEnd();
        ThrowIfFailed(worker);
    }

    /// <summary>
    /// Cancels <paramref name="work"/> that outlived <see cref="Run"/> and waits for its end: for a command that is stopped between two
    /// input objects. Nothing can be written any more.
    /// </summary>
    public void StopAndWait(Task work)
    {
        Stop();
        AddEndAfter(work);
        AbandonUntilEnd(_records.Take());
    }

    /// <summary>Cancels the work. It ends soon after; whoever runs it waits for that.</summary>
    public void Stop()
    {
        try
        {
            // Not Cancel: whatever waits for the token must not run on the caller's thread.
            _ = _stopping.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The engine may stop a cmdlet that has just ended by itself.
        }
    }

    public void Dispose()
    {
        _records.CompleteAdding();
        _records.Dispose();
        LogFile.Dispose();
        _stopping.Dispose();
    }

    // Only a task that is over makes its last record: whoever takes that leaves nothing of the work running.
    private void AddEndAfter(Task work) => _ = work.ContinueWith(_ => _records.Add(EndOfWork), TaskScheduler.Default);

    private void EmitUntilEnd()
    {
        for (PipelineRecord record = _records.Take(); record != EndOfWork; record = _records.Take())
        {
            try
            {
                record.Emit(cmdlet);
            }
            catch
            {
                // Stopped, enough downstream, a `break`, an error preference of Stop: end the work, then let the engine know.
                Stop();
                AbandonUntilEnd(record);
                throw;
            }
        }
    }

    private void AbandonUntilEnd(PipelineRecord record)
    {
        for (; record != EndOfWork; record = _records.Take())
        {
            record.Abandon(cmdlet);
        }
    }

    private void ThrowIfFailed(Task worker)
    {
        if (worker.IsCompletedSuccessfully)
        {
            return;
        }

        Exception failure = worker.Exception?.InnerException ?? new TaskCanceledException(worker);
        if (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException(failure.Message, failure);
        }

        ErrorRecord error = ErrorRecords.Create(failure, target: null);
        NoteError(error);
        cmdlet.ThrowTerminatingError(error);
    }

    private void NoteError(ErrorRecord error) => LogFile.Write(LogDetail.Error, error.FullyQualifiedErrorId, error.ToString());

    private Task<bool> EmitAsync(Action<Cmdlet> emit) => EmitAsync(to =>
    {
        emit(to);
        return true;
    });

    private Task<T> EmitAsync<T>(Func<Cmdlet, T> emit)
    {
        var record = new AwaitedRecord<T>(emit);
        if (_stopping.IsCancellationRequested || !TryAdd(record))
        {
            record.Abandon(cmdlet);
        }

        return record.Emitted;
    }

    private bool HasRoomForProgress()
    {
        try
        {
            return _records.Count < ProgressLimit;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    // A stopped pipeline takes no warnings any more, but what stopping left behind is worth knowing: the host can still show it.
    private void ShowWarning(string message)
    {
        try
        {
            cmdlet.WriteWarning(message);
        }
        catch (PipelineStoppedException) when (IsWanted("WarningAction", "WarningPreference"))
        {
            cmdlet.Host.UI?.WriteWarningLine(message);
            throw;
        }
    }

    private bool IsWanted(string parameter, string variable)
    {
        object? preference = cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? given)
            ? given
            : cmdlet.SessionState.PSVariable.GetValue(variable);
        return !LanguagePrimitives.TryConvertTo(preference, out ActionPreference action)
            || action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }

    private void Post(Action<Cmdlet> emit) => TryAdd(new PostedRecord(emit));

    private bool TryAdd(PipelineRecord record)
    {
        try
        {
            _records.Add(record);
            return true;
        }
        catch (InvalidOperationException)
        {
            // The command is over; a straggler's log line has nowhere to go.
            return false;
        }
    }
}
