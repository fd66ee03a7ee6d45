using System.Management.Automation;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>
/// Base of every cmdlet: its work runs on the thread pool, while the pipeline thread does what only it may do (write to the
/// streams, ask the user). Stopping the pipeline, or a downstream command that wants no more, cancels the work and waits for
/// it to end.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    /// <summary>Creates the cmdlet.</summary>
    protected AsyncCmdlet() => Pipeline = new AsyncPipeline(this);

    /// <summary>The way back to the pipeline thread. <see cref="Cmdlet"/>'s own Write methods must not be called from the work.</summary>
    private protected AsyncPipeline Pipeline { get; }

    /// <summary>The clock.</summary>
    private protected virtual TimeProvider Clock => TimeProvider.System;

    /// <summary>Whether somebody looks on.</summary>
    internal virtual bool IsAttended => Attendance.Of(Host);

    /// <summary>Work of a base class that comes before <see cref="BeginAsync"/>, whatever that does.</summary>
    private protected virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Work to do before the first input object.</summary>
    /// <param name="cancellationToken">Cancelled when the pipeline stops or wants no more output.</param>
    protected virtual Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Work to do for each input object, or once when nothing is piped in.</summary>
    /// <param name="cancellationToken">Cancelled when the pipeline stops or wants no more output.</param>
    protected virtual Task ProcessAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Work to do after the last input object.</summary>
    /// <param name="cancellationToken">Cancelled when the pipeline stops or wants no more output.</param>
    protected virtual Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs <see cref="BeginAsync"/>.</summary>
    protected sealed override void BeginProcessing() => Pipeline.Run(async cancellationToken =>
    {
        if (LogFile.FromEnvironment(Environment.GetEnvironmentVariable) is { } logging)
        {
            Pipeline.LogFile.Open(logging);
        }

        await PrepareAsync(cancellationToken);
        await BeginAsync(cancellationToken);
    });

    /// <summary>Runs <see cref="ProcessAsync"/>.</summary>
    protected sealed override void ProcessRecord() => Pipeline.Run(ProcessAsync);

    /// <summary>Runs <see cref="EndAsync"/>.</summary>
    protected sealed override void EndProcessing() => Pipeline.Run(EndAsync);

    /// <summary>Cancels the work. Called by the engine on a thread of its own.</summary>
    protected sealed override void StopProcessing() => Pipeline.Stop();

    /// <summary>
    /// Does <paramref name="work"/> for one input object. Its failure is an error record about <paramref name="target"/> and the
    /// next object gets its turn, except when the credentials are no good: no other object would fare better.
    /// </summary>
    private protected async Task AttemptAsync(object target, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (RdsBackupException failure)
        {
            ErrorRecord error = ErrorRecords.Create(failure, target);
            await (failure.Kind == RdsBackupErrorKind.Authentication
                ? Pipeline.ThrowTerminatingErrorAsync(error)
                : Pipeline.WriteErrorAsync(error));
        }
    }

    /// <summary>Frees what the cmdlet holds. Called by the engine when the pipeline is over.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing) => Pipeline.Dispose();
}
