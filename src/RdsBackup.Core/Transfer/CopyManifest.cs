using System.Globalization;
using System.Text.Json.Serialization;
using RdsBackup.Diagnostics;

namespace RdsBackup.Transfer;

/// <summary>
/// The manifest beside a copy: written last, so that a copy with a manifest is whole. Checksums are text, since JSON readers
/// lose digits of 64-bit numbers. Fields are added, never renamed; a change that readers must know of raises the schema.
/// </summary>
internal sealed record CopyManifest
{
    /// <summary>What a manifest's key adds to its copy's.</summary>
    public const string KeySuffix = ".manifest.json";

    /// <summary>The schema this version writes.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string ModuleVersion { get; init; }

    public required DateTimeOffset CopiedAt { get; init; }

    public required string CopiedBy { get; init; }

    public required string Cloud { get; init; }

    public string? Environment { get; init; }

    public required string RegionId { get; init; }

    public required string InstanceId { get; init; }

    public string? BackupId { get; init; }

    public string? HostInstanceId { get; init; }

    public required string FileName { get; init; }

    public string? Engine { get; init; }

    public string? EngineVersion { get; init; }

    public string? Method { get; init; }

    public string? Type { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public DateTimeOffset? ConsistentTime { get; init; }

    public required long Size { get; init; }

    public string? Crc64 { get; init; }

    public string? Crc32 { get; init; }

    public string? AnnouncedChecksum { get; init; }

    public string? SourceETag { get; init; }

    public required bool IsVerified { get; init; }

    /// <summary>Names of <see cref="BackupCopyGuarantee"/>. Text, so that an older version can read what a newer one proved.</summary>
    public IReadOnlyList<string> Guarantees { get; init; } = [];

    public int Parts { get; init; }

    public required string Key { get; init; }

    public string? ETag { get; init; }

    public string? VersionId { get; init; }

    /// <summary><see cref="Guarantees"/> as far as this version knows them.</summary>
    [JsonIgnore]
    public IEnumerable<BackupCopyGuarantee> ProvedThen =>
        Guarantees.SelectMany<string, BackupCopyGuarantee>(name => Enum.TryParse(name, out BackupCopyGuarantee guarantee) ? [guarantee] : []);

    /// <summary>What is known of a backup before it is copied.</summary>
    public static CopyManifest Describe(BackupCopyPlan plan, string? environment, long size, DateTimeOffset now)
    {
        AliyunBackup? backup = plan.File as AliyunBackup;
        return new CopyManifest
        {
            ModuleVersion = ModuleInfo.Version,
            CopiedAt = now,
            CopiedBy = $"{System.Environment.UserName}@{System.Environment.MachineName}",
            Cloud = "aliyun",
            Environment = environment,
            RegionId = plan.File.RegionId,
            InstanceId = plan.File.InstanceId,
            BackupId = backup?.BackupId,
            HostInstanceId = plan.File.HostInstanceId,
            FileName = plan.FileName,
            Engine = plan.File.Engine,
            EngineVersion = backup?.EngineVersion,
            Method = backup?.Method,
            Type = backup?.Type,
            StartTime = plan.File.StartTime,
            EndTime = plan.File.EndTime,
            ConsistentTime = backup?.ConsistentTime,
            Size = size,
            AnnouncedChecksum = plan.File.Checksum?.ToString(CultureInfo.InvariantCulture),
            SourceETag = plan.Source.ETag,
            IsVerified = false,
            Key = plan.Key,
        };
    }

    /// <summary>The pipeline object a manifest stands for.</summary>
    public BackupCopy ToCopy(string bucket, string manifestKey) => new()
    {
        Bucket = bucket,
        Key = Key,
        ManifestKey = manifestKey,
        Cloud = Cloud,
        Environment = Environment,
        InstanceId = InstanceId,
        RegionId = RegionId,
        BackupId = BackupId,
        FileName = FileName,
        Engine = Engine,
        EngineVersion = EngineVersion,
        Method = Method,
        Type = Type,
        Size = Size,
        StartTime = StartTime,
        EndTime = EndTime,
        CopiedAt = CopiedAt,
        Crc64 = ulong.TryParse(Crc64, NumberStyles.None, CultureInfo.InvariantCulture, out ulong crc64) ? crc64 : null,
        Crc32 = Crc32,
        IsVerified = IsVerified,
        VersionId = VersionId,
        ETag = ETag,
        ModuleVersion = ModuleVersion,
    };
}
