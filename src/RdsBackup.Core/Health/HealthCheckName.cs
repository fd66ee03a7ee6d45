namespace RdsBackup.Health;

/// <summary>The names of the health checks. They are stable.</summary>
public static class HealthCheckName
{
    /// <summary>The configuration can be read, and nothing is wrong with it.</summary>
    public const string Configuration = nameof(Configuration);

    /// <summary>The credentials of a cloud are accepted, and whose they are.</summary>
    public const string Credentials = nameof(Credentials);

    /// <summary>The RDS API of a region answers.</summary>
    public const string Api = nameof(Api);

    /// <summary>This machine's clock is that of a service.</summary>
    public const string Clock = nameof(Clock);

    /// <summary>A bucket is there, in its region, and can be listed.</summary>
    public const string Bucket = nameof(Bucket);

    /// <summary>A bucket keeps versions.</summary>
    public const string BucketVersioning = nameof(BucketVersioning);

    /// <summary>A bucket has Object Lock.</summary>
    public const string BucketObjectLock = nameof(BucketObjectLock);

    /// <summary>A bucket blocks public access.</summary>
    public const string BucketPublicAccess = nameof(BucketPublicAccess);

    /// <summary>A bucket has a lifecycle rule that aborts incomplete uploads.</summary>
    public const string BucketUploadRule = nameof(BucketUploadRule);

    /// <summary>Objects can be written under a prefix, and deleted.</summary>
    public const string BucketWrite = nameof(BucketWrite);

    /// <summary>The role that writes exports.</summary>
    public const string ExportRole = nameof(ExportRole);

    /// <summary>The KMS key that encrypts exports.</summary>
    public const string ExportKey = nameof(ExportKey);

    /// <summary>A WeCom robot that alerts go to.</summary>
    public const string Robot = nameof(Robot);

    /// <summary>This machine has memory to spare.</summary>
    public const string Memory = nameof(Memory);

    /// <summary>A folder that holds state can be written to, has room, and keeps locks.</summary>
    public const string StateFolder = nameof(StateFolder);

    /// <summary>A folder that logs or reports are written to can be written to and has room.</summary>
    public const string LogFolder = nameof(LogFolder);

    /// <summary>All of them, in the order they are tried.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Configuration, Credentials, Api, Clock, Bucket, BucketVersioning, BucketObjectLock, BucketPublicAccess, BucketUploadRule, BucketWrite,
        ExportRole, ExportKey, Robot, Memory, StateFolder, LogFolder,
    ];
}
