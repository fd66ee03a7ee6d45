using RdsBackup.Diagnostics;
using RdsBackup.Health;

namespace RdsBackup.PowerShell;

/// <summary>A value the API documents for a field.</summary>
/// <param name="Text">The value as the API writes it.</param>
/// <param name="Meaning">What it means, in the user's language.</param>
internal sealed record KnownValue(string Text, string Meaning);

/// <summary>The values that Alibaba Cloud and AWS document, for completion and for letting the API filter. They may add others any day.</summary>
internal static class Known
{
    public static IEnumerable<KnownValue> Engines { get; } = Plain("MySQL", "SQLServer", "PostgreSQL", "MariaDB");

    public static IEnumerable<KnownValue> InstanceStatuses { get; } = Plain(
        "Running", "Creating", "Deleting", "Rebooting", "Restoring", "Importing", "ImportingFromOthers", "DBInstanceClassChanging",
        "DBInstanceNetTypeChanging", "EngineVersionUpgrading", "GuardDBInstanceCreating", "GuardSwitching", "INS_CLONING",
        "TRANSING", "TransingToOthers", "Released");

    public static IEnumerable<KnownValue> InstanceTypes => Described(
        ("Primary", nameof(Messages.Known_Primary)), ("Readonly", nameof(Messages.Known_Readonly)),
        ("Guard", nameof(Messages.Known_Guard)), ("Temp", nameof(Messages.Known_Temp)));

    public static IEnumerable<KnownValue> BackupStatuses => Described(
        ("Success", nameof(Messages.Known_Success)), ("Failed", nameof(Messages.Known_Failed)));

    public static IEnumerable<KnownValue> BackupTypes => Described(
        ("FullBackup", nameof(Messages.Known_FullBackup)), ("IncrementalBackup", nameof(Messages.Known_IncrementalBackup)));

    public static IEnumerable<KnownValue> BackupMethods => Described(
        ("Physical", nameof(Messages.Known_Physical)), ("Logical", nameof(Messages.Known_Logical)),
        ("Snapshot", nameof(Messages.Known_Snapshot)));

    public static IEnumerable<KnownValue> BackupModes => Described(
        ("Automated", nameof(Messages.Known_Automated)), ("Manual", nameof(Messages.Known_Manual)));

    public static IEnumerable<KnownValue> StorageClasses => Described(
        ("STANDARD", nameof(Messages.Known_Standard)), ("STANDARD_IA", nameof(Messages.Known_StandardIA)),
        ("ONEZONE_IA", nameof(Messages.Known_OneZoneIA)), ("INTELLIGENT_TIERING", nameof(Messages.Known_IntelligentTiering)),
        ("GLACIER_IR", nameof(Messages.Known_GlacierIR)), ("GLACIER", nameof(Messages.Known_Glacier)),
        ("DEEP_ARCHIVE", nameof(Messages.Known_DeepArchive)));

    /// <summary>Engines of DB clusters; the API may refuse to filter clusters by another.</summary>
    public static IEnumerable<KnownValue> AwsClusterEngines { get; } = Plain("aurora-mysql", "aurora-postgresql", "mysql", "postgres");

    public static IEnumerable<KnownValue> AwsEngines { get; } =
    [
        .. AwsClusterEngines,
        .. Plain(
            "mariadb", "sqlserver-ee", "sqlserver-se", "sqlserver-ex", "sqlserver-web", "oracle-ee", "oracle-ee-cdb", "oracle-se2",
            "oracle-se2-cdb", "db2-ae", "db2-se"),
    ];

    public static IEnumerable<KnownValue> AwsInstanceStatuses { get; } = Plain(
        "available", "backing-up", "creating", "deleting", "failed", "incompatible-parameters", "incompatible-restore", "maintenance",
        "modifying", "rebooting", "renaming", "starting", "stopped", "stopping", "storage-full", "storage-optimization", "upgrading");

    public static IEnumerable<KnownValue> AwsSnapshotStatuses { get; } = Plain("available", "copying", "creating", "deleting", "failed");

    public static IEnumerable<KnownValue> AwsSnapshotTypes => Described(
        ("automated", nameof(Messages.Known_Automated)), ("manual", nameof(Messages.Known_Manual)),
        ("shared", nameof(Messages.Known_SharedSnapshot)), ("public", nameof(Messages.Known_PublicSnapshot)),
        ("awsbackup", nameof(Messages.Known_AwsBackup)));

    /// <summary>As the API's filter writes them; in its answers they are in upper case.</summary>
    public static IEnumerable<KnownValue> AwsExportStatuses { get; } = Plain("starting", "in_progress", "complete", "canceling", "canceled", "failed");

    public static IEnumerable<KnownValue> HealthChecks { get; } = Plain([.. HealthCheckName.All]);

    private static KnownValue[] Plain(params string[] values) => [.. values.Select(value => new KnownValue(value, value))];

    private static IEnumerable<KnownValue> Described(params (string Value, string Meaning)[] values) =>
        values.Select(known => new KnownValue(known.Value, Errors.Text(known.Meaning)));
}
