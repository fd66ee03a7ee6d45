using System.Management.Automation;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell.Bridge.Tests;

/// <summary>Base of the cmdlets that these tests run.</summary>
public abstract class WitnessedCmdlet : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public Witness Witness { get; set; } = null!;
}

/// <summary>Writes 1, 2, 3, … without end.</summary>
[Cmdlet(VerbsCommon.Get, "Number")]
public sealed class GetNumberCommand : WitnessedCmdlet
{
    protected override Task ProcessAsync(CancellationToken cancellationToken) => Witness.DuringAsync(async () =>
    {
        using PipelineProgress progress = Pipeline.StartProgress("Counting", Clock);
        for (int number = 1; ; number++)
        {
            progress.Report(() => new ProgressUpdate($"at {number}"));
            Witness.Events.Enqueue($"produce {number}");
            await Pipeline.WriteObjectAsync(number);
        }
    });
}

/// <summary>Waits for an answer over the network that never comes.</summary>
[Cmdlet(VerbsCommon.Get, "Silence")]
public sealed class GetSilenceCommand : WitnessedCmdlet
{
    protected override Task ProcessAsync(CancellationToken cancellationToken) => Witness.DuringAsync(async () =>
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        await client.GetAsync(Witness.Address, cancellationToken);
    });
}

/// <summary>Changes something, if it may.</summary>
[Cmdlet(VerbsCommon.Set, "Thing", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class SetThingCommand : WitnessedCmdlet
{
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        await Pipeline.WriteObjectAsync(await Pipeline.ShouldProcessAsync("the thing", "Set"));
    }
}

/// <summary>Writes one line to each log stream, from several threads' work, between two objects.</summary>
[Cmdlet(VerbsCommunications.Write, "Log")]
public sealed class WriteLogCommand : WitnessedCmdlet
{
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        OperationLog log = Pipeline.Log;
        foreach (OperationLogLevel level in Enum.GetValues<OperationLogLevel>())
        {
            await Task.Run(() => log(level, $"a line for {level}"), cancellationToken);
        }
    }
}

/// <summary>Fails for each input object in the way it names.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Failure")]
public sealed class TestFailureCommand : WitnessedCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public string InputObject { get; set; } = "";

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        await AttemptAsync(InputObject, () => Task.FromException(Failure()));
        await Pipeline.WriteObjectAsync($"after {InputObject}");
    }

    private Exception Failure() => InputObject switch
    {
        "cancelled" => new OperationCanceledException(),
        "defect" => new InvalidOperationException("a defect at https://host/file?Signature=abc"),
        _ => new RdsBackupException("ThingFailed", Enum.Parse<RdsBackupErrorKind>(InputObject), "The thing failed.", "Mend it."),
    };
}

/// <summary>Passes its first input object on and says that it wants no more, as Select-Object -First 1 does.</summary>
[Cmdlet(VerbsCommon.Select, "First")]
public sealed class SelectFirstCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        WriteObject(InputObject);
        Type stop = typeof(PSCmdlet).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!;
        throw (Exception)Activator.CreateInstance(stop, this)!;
    }
}
