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

    /// <summary>Days that new objects are locked for (GOVERNANCE), as the bucket's settings say; null says nothing. Needs <see cref="ObjectLock"/>.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>Whether all four settings of its public access block are on, as in new buckets; null means that it has none.</summary>
    public bool? BlocksPublicAccess { get; init; } = true;

    /// <summary>Days after which its lifecycle rule aborts incomplete uploads; null means that it has no rule.</summary>
    public int? AbortsUploadsAfterDays { get; init; }

    /// <summary>What the keys that the lifecycle rule is about begin with.</summary>
    public string LifecyclePrefix { get; init; } = "";

    /// <summary>The account that owns it.</summary>
    public string Owner { get; init; } = "111122223333";

    /// <summary>What its store does differently.</summary>
    public S3Quirks Quirks { get; init; } = new();
}
