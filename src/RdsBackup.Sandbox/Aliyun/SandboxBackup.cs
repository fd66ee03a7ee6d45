namespace RdsBackup.Sandbox;

/// <summary>A backup set of an instance, in the terms of DescribeBackups.</summary>
public sealed record SandboxBackup
{
    /// <summary>BackupId.</summary>
    public required string Id { get; init; }

    /// <summary>BackupStartTime.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>BackupEndTime.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>The file behind the download links; null for a set without links (a snapshot).</summary>
    public OssObject? File { get; init; }

    /// <summary>Files per database, by database name (SQL Server).</summary>
    public IReadOnlyDictionary<string, OssObject> Databases { get; init; } = new Dictionary<string, OssObject>();

    /// <summary>BackupSize in bytes; the file's length when null.</summary>
    public long? Size { get; init; }

    /// <summary>BackupStatus: Success or Failed.</summary>
    public string Status { get; init; } = "Success";

    /// <summary>BackupMode: Automated or Manual.</summary>
    public string Mode { get; init; } = "Automated";

    /// <summary>BackupMethod: Physical, Logical or Snapshot.</summary>
    public string Method { get; init; } = "Physical";

    /// <summary>BackupType: FullBackup or IncrementalBackup.</summary>
    public string Type { get; init; } = "FullBackup";

    /// <summary>IsAvail: 1 usable, 0 not.</summary>
    public int IsAvailable { get; init; } = 1;

    /// <summary>StoreStatus: Enabled or Disabled.</summary>
    public string StoreStatus { get; init; } = "Enabled";

    /// <summary>StorageClass: 0 regular, 1 archive.</summary>
    public string StorageClass { get; init; } = "0";

    /// <summary>Checksum; the file's CRC-64/XZ when null.</summary>
    public ulong? Checksum { get; init; }
}
