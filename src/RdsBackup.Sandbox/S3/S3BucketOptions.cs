namespace RdsBackup.Sandbox;

/// <summary>How a bucket is.</summary>
public sealed record S3BucketOptions
{
    /// <summary>Its region.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Whether it keeps versions.</summary>
    public bool Versioning { get; init; }

    /// <summary>Whether it has Object Lock, which implies versioning.</summary>
    public bool ObjectLock { get; init; }

    /// <summary>The account that owns it.</summary>
    public string Owner { get; init; } = "111122223333";

    /// <summary>What its store does differently.</summary>
    public S3Quirks Quirks { get; init; } = new();
}
