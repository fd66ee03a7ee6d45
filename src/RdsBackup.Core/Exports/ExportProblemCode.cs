namespace RdsBackup.Exports;

/// <summary>Why an export would fail, or be refused. The codes are stable.</summary>
public static class ExportProblemCode
{
    /// <summary>The snapshot or cluster is not available.</summary>
    public const string SourceNotAvailable = nameof(SourceNotAvailable);

    /// <summary>The snapshot belongs to another account.</summary>
    public const string SourceShared = nameof(SourceShared);

    /// <summary>The engine's data cannot be exported.</summary>
    public const string EngineNotExportable = nameof(EngineNotExportable);

    /// <summary>Magnetic storage, or Aurora Serverless v1.</summary>
    public const string StorageNotExportable = nameof(StorageNotExportable);

    /// <summary>Another task exports the same snapshot now.</summary>
    public const string ExportRunning = nameof(ExportRunning);

    /// <summary>The identifier breaks the rules.</summary>
    public const string TaskIdInvalid = nameof(TaskIdInvalid);

    /// <summary>The identifier was used for another snapshot's export.</summary>
    public const string TaskIdTaken = nameof(TaskIdTaken);

    /// <summary>The prefix has a colon.</summary>
    public const string PrefixInvalid = nameof(PrefixInvalid);

    /// <summary>The bucket is not there, or lies in another region.</summary>
    public const string BucketUnusable = nameof(BucketUnusable);

    /// <summary>What should be the role's ARN is none, or is of another account.</summary>
    public const string RoleInvalid = nameof(RoleInvalid);

    /// <summary>What should name a key does not, or names one of another region.</summary>
    public const string KeyInvalid = nameof(KeyInvalid);

    /// <summary>An entry of ExportOnly names no database, schema or table.</summary>
    public const string ExportOnlyInvalid = nameof(ExportOnlyInvalid);
}
