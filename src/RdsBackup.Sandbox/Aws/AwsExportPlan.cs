namespace RdsBackup.Sandbox;

/// <summary>How an export goes: what it takes, what it writes, and what goes wrong with it.</summary>
public sealed record AwsExportPlan
{
    /// <summary>What is exported; three tables of one database, one of them empty, by default.</summary>
    public IReadOnlyList<AwsExportedTable> Tables { get; init; } =
    [
        new("shop", "shop", "orders") { Files = 2 },
        new("shop", "shop", "customers"),
        new("shop", "shop", "returns") { Files = 0 },
    ];

    /// <summary>Rows in every Parquet file.</summary>
    public int RowsPerFile { get; init; } = 100;

    /// <summary>Entries in one export_tables_info file.</summary>
    public int TablesPerInfo { get; init; } = 100;

    /// <summary>Whether files lie in the table's folder itself, as in older exports, rather than in folders of batches.</summary>
    public bool UsesOldNames { get; init; }

    /// <summary>How long it is STARTING; as <see cref="AwsRdsPace"/> says when null.</summary>
    public TimeSpan? Starting { get; init; }

    /// <summary>How long it is IN_PROGRESS; as <see cref="AwsRdsPace"/> says when null.</summary>
    public TimeSpan? Exporting { get; init; }

    /// <summary>FailureCause: it fails half-way and writes nothing. One of <see cref="AwsExportFailures"/>, or any text; null for none.</summary>
    public string? FailureCause { get; init; }

    /// <summary>WarningMessage, a JSON text; null for none.</summary>
    public string? WarningMessage { get; init; }

    /// <summary>What is broken in what it leaves in S3.</summary>
    public AwsExportDamage Damage { get; init; }
}
