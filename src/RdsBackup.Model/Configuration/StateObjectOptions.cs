namespace RdsBackup.Configuration;

/// <summary>An object of S3 that holds a state.</summary>
public sealed class StateObjectOptions : BucketOptions
{
    /// <summary>Its key.</summary>
    public string? Key { get; init; }
}
