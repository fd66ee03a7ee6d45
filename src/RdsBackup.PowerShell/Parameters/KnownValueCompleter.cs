using System.Collections;
using System.Globalization;

namespace RdsBackup.PowerShell;

/// <summary>Completes a parameter from known values. Never asks the network.</summary>
internal abstract class KnownValueCompleter : ValueCompleter
{
    /// <summary>The values, in the order to offer them.</summary>
    protected abstract IEnumerable<KnownValue> Values { get; }

    protected sealed override IEnumerable<KnownValue> ValuesWith(IDictionary boundParameters) => Values;
}

/// <summary>Regions by id or by name.</summary>
internal sealed class RegionCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => AliyunRegionCatalog.Regions.Select(region => new KnownValue(
        region.RegionId, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? region.ChineseName : region.EnglishName));
}

/// <summary>Engines of an instance.</summary>
internal sealed class EngineCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.Engines;
}

/// <summary>Statuses of an instance.</summary>
internal sealed class InstanceStatusCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.InstanceStatuses;
}

/// <summary>Types of an instance.</summary>
internal sealed class InstanceTypeCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.InstanceTypes;
}

/// <summary>Statuses of a backup set.</summary>
internal sealed class BackupStatusCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.BackupStatuses;
}

/// <summary>Types of a backup set.</summary>
internal sealed class BackupTypeCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.BackupTypes;
}

/// <summary>Methods of a backup set.</summary>
internal sealed class BackupMethodCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.BackupMethods;
}

/// <summary>Modes of a backup set.</summary>
internal sealed class BackupModeCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.BackupModes;
}

/// <summary>Regions of AWS by id or by name.</summary>
internal sealed class AwsRegionCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => AwsRegionCatalog.Regions.Select(region => new KnownValue(region.Key, region.Value));
}

/// <summary>Storage classes of S3.</summary>
internal sealed class StorageClassCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.StorageClasses;
}

/// <summary>Engines of Amazon RDS.</summary>
internal sealed class AwsEngineCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.AwsEngines;
}

/// <summary>Statuses of an instance or cluster of Amazon RDS.</summary>
internal sealed class AwsInstanceStatusCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.AwsInstanceStatuses;
}

/// <summary>Statuses of a snapshot of Amazon RDS.</summary>
internal sealed class AwsSnapshotStatusCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.AwsSnapshotStatuses;
}

/// <summary>Types of a snapshot of Amazon RDS.</summary>
internal sealed class SnapshotTypeCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.AwsSnapshotTypes;
}

/// <summary>Names of health checks.</summary>
internal sealed class HealthCheckCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.HealthChecks;
}

/// <summary>Statuses of an export of a snapshot.</summary>
internal sealed class ExportStatusCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => Known.AwsExportStatuses;
}
