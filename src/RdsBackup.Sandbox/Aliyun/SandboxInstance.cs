namespace RdsBackup.Sandbox;

/// <summary>An RDS instance with its backups. Lists may grow while they are being paged through.</summary>
public sealed class SandboxInstance
{
    private readonly Lock _gate = new();
    private readonly List<SandboxBackup> _backups = [];
    private readonly List<SandboxLogFile> _logFiles = [];
    private SyntheticBackups? _synthetic;

    /// <summary>DBInstanceId.</summary>
    public required string Id { get; init; }

    /// <summary>RegionId.</summary>
    public required string RegionId { get; init; }

    /// <summary>Engine: MySQL, SQLServer, PostgreSQL or MariaDB.</summary>
    public required string Engine { get; init; }

    /// <summary>EngineVersion.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>DBInstanceDescription.</summary>
    public string Description { get; init; } = "";

    /// <summary>DBInstanceStorageType, for example local_ssd or cloud_essd.</summary>
    public string StorageType { get; init; } = "local_ssd";

    /// <summary>Category.</summary>
    public string Category { get; init; } = "HighAvailability";

    /// <summary>DBInstanceStatus.</summary>
    public string Status { get; init; } = "Running";

    /// <summary>Tags, which DescribeDBInstances can filter by.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>CreateTime.</summary>
    public DateTimeOffset Created { get; init; } = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    /// <summary>PreferredBackupPeriod of the backup policy.</summary>
    public string PreferredBackupPeriod { get; init; } = "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday";

    /// <summary>BackupRetentionPeriod in days.</summary>
    public int BackupRetentionDays { get; init; } = 7;

    /// <summary>Host ids of the primary and the secondary node.</summary>
    public IReadOnlyList<string> HostInstanceIds { get; init; } = ["5843904", "5843905"];

    /// <summary>The backups that were added one by one, newest first.</summary>
    public IReadOnlyList<SandboxBackup> Backups
    {
        get
        {
            lock (_gate)
            {
                return [.. _backups.OrderByDescending(backup => backup.Start)];
            }
        }
    }

    /// <summary>Binlogs or log backup files, oldest first.</summary>
    public IReadOnlyList<SandboxLogFile> LogFiles
    {
        get
        {
            lock (_gate)
            {
                return [.. _logFiles.OrderBy(file => file.Begin).ThenBy(file => file.HostInstanceId, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Adds a backup; it may come between two pages of a listing.</summary>
    /// <param name="backup">The backup.</param>
    public SandboxBackup Add(SandboxBackup backup)
    {
        lock (_gate)
        {
            _backups.Add(backup);
        }

        return backup;
    }

    /// <summary>Adds a binlog (MySQL, MariaDB) or a log backup file (SQL Server, PostgreSQL).</summary>
    /// <param name="file">The file.</param>
    public void Add(SandboxLogFile file)
    {
        lock (_gate)
        {
            _logFiles.Add(file);
        }
    }

    internal void SetSynthetic(SyntheticBackups synthetic)
    {
        lock (_gate)
        {
            _synthetic = synthetic;
        }
    }

    /// <summary>One page of the backups that match, newest first, and how many match in all.</summary>
    internal (IReadOnlyList<SandboxBackup> Page, long Total) Page(Func<SandboxBackup, bool> matches, DateTimeOffset from, DateTimeOffset to, long skip, int take)
    {
        List<SandboxBackup> added = [.. Backups.Where(backup => backup.Start >= from && backup.Start <= to && matches(backup))];
        SyntheticBackups.Window synthetic = _synthetic?.Between(from, to, matches) ?? default;
        IEnumerable<SandboxBackup> page = added.Skip((int)Math.Min(skip, int.MaxValue)).Take(take);
        long syntheticSkip = Math.Max(0, skip - added.Count);
        int remaining = take - (int)Math.Clamp(added.Count - skip, 0, take);
        return ([.. page, .. synthetic.Rows(syntheticSkip, remaining)], added.Count + synthetic.Count);
    }

    /// <summary>The backup of an id as a page of its own; an empty one when there is none.</summary>
    internal (IReadOnlyList<SandboxBackup> Page, long Total) PageOf(string backupId)
    {
        SandboxBackup? found = Backups.FirstOrDefault(backup => backup.Id == backupId) ?? _synthetic?.Find(backupId);
        return found is null ? ([], 0) : ([found], 1);
    }
}
