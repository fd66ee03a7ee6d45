using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that list an instance's backup files of a time window.</summary>
public abstract class AliyunBackupFileCommand : AliyunCommand
{
    /// <summary>Ids of the instances, or patterns of them. Without it every instance of the region is taken.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("DBInstanceId")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [InstanceIdTransformation]
    [ArgumentCompleter(typeof(AliyunInstanceCompleter))]
    public string[] InstanceId { get; set; } = ["*"];

    /// <summary>Start of the window: a date and time (local unless it says otherwise), or how long ago, such as 36h or 7d.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>End of the window, written like -Since. Without it the window ends now.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Length of the window when -Since is not given.</summary>
    private protected abstract TimeSpan DefaultWindow { get; }

    private protected DateTimeOffset WindowStart { get; private set; }

    private protected DateTimeOffset WindowEnd { get; private set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        WindowEnd = Before ?? Clock.GetUtcNow();
        WindowStart = Since ?? WindowEnd - DefaultWindow;
        return WindowStart < WindowEnd
            ? Task.CompletedTask
            : throw Errors.Create(nameof(Messages.TimeRangeInvalid), RdsBackupErrorKind.InvalidInput, WindowStart, WindowEnd);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string pattern in InstanceId)
        {
            await (IsKnownPlace(pattern, out string? region)
                ? AttemptAsync(pattern, () => ListAsync(pattern, region, cancellationToken))
                : ForEachInstanceAsync(pattern, instance => ListAsync(instance, cancellationToken), cancellationToken));
        }
    }

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        InstanceId = InstancesOf(environment, InstanceId);
    }

    /// <summary>Writes what is asked for of one instance.</summary>
    private protected abstract Task ListAsync(string instanceId, string? regionId, CancellationToken cancellationToken);

    private Task ListAsync(AliyunRdsInstance instance, CancellationToken cancellationToken) =>
        AttemptAsync(instance.InstanceId, () => ListAsync(instance.InstanceId, instance.RegionId, cancellationToken));
}
