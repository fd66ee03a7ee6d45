using System.Management.Automation;

namespace RdsBackup.PowerShell;

/// <summary>Something the pipeline thread is to do for the work.</summary>
internal abstract class PipelineRecord
{
    /// <summary>Does it. Throws whatever the engine throws.</summary>
    public abstract void Emit(Cmdlet cmdlet);

    /// <summary>Lets go of it because the pipeline is ending. Never throws.</summary>
    public abstract void Abandon(Cmdlet cmdlet);
}

/// <summary>A record that the work waits for: output, an error, a question.</summary>
internal sealed class AwaitedRecord<T>(Func<Cmdlet, T> emit) : PipelineRecord
{
    // Continuations run elsewhere: the pipeline thread never runs the work.
    private readonly TaskCompletionSource<T> _emitted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Emitted => _emitted.Task;

    public override void Emit(Cmdlet cmdlet) => _emitted.SetResult(emit(cmdlet));

    public override void Abandon(Cmdlet cmdlet) => _emitted.TrySetCanceled();
}

/// <summary>A record that nobody waits for: a line of a log stream, progress.</summary>
internal sealed class PostedRecord(Action<Cmdlet> emit) : PipelineRecord
{
    private Action<Cmdlet>? _emit = emit;

    public override void Emit(Cmdlet cmdlet) => Interlocked.Exchange(ref _emit, null)?.Invoke(cmdlet);

    // What the work says while it cleans up is still worth showing, and progress is to be closed, if the engine lets us.
    public override void Abandon(Cmdlet cmdlet)
    {
        try
        {
            Emit(cmdlet);
        }
        catch (Exception)
        {
            // A pipeline that is ending refuses records; why it ends is rethrown in a moment.
        }
    }
}
