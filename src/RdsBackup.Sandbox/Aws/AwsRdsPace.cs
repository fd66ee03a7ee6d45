namespace RdsBackup.Sandbox;

/// <summary>How long things take by the cloud's clock. What has begun keeps the pace of its beginning.</summary>
public sealed record AwsRdsPace
{
    /// <summary>Until a created snapshot is available.</summary>
    public TimeSpan Snapshot { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Until a copied snapshot is available.</summary>
    public TimeSpan Copy { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long an export is STARTING.</summary>
    public TimeSpan ExportStarting { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an export is IN_PROGRESS.</summary>
    public TimeSpan Exporting { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long an export is CANCELING.</summary>
    public TimeSpan Canceling { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The pace at which an export takes so long, a quarter of it to start.</summary>
    /// <param name="duration">From start to end.</param>
    public static AwsRdsPace OfExports(TimeSpan duration) => new() { ExportStarting = duration / 4, Exporting = duration * 3 / 4 };
}
