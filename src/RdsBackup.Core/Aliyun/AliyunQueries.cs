namespace RdsBackup.Aliyun;

/// <summary>Which instances to list; null means any.</summary>
/// <param name="InstanceId">One exact instance id.</param>
/// <param name="Engine">MySQL, SQLServer, PostgreSQL, MariaDB.</param>
/// <param name="Status">DBInstanceStatus, such as Running.</param>
/// <param name="Type">Primary, Readonly, Guard, Temp.</param>
/// <param name="Tags">At most five tags, all of which must match.</param>
public sealed record AliyunInstanceQuery(
    string? InstanceId = null, string? Engine = null, string? Status = null, string? Type = null,
    IReadOnlyDictionary<string, string>? Tags = null);

/// <summary>Which backup sets of one instance to list; null means any.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Since">Start of the window; the API takes minutes, so it is rounded down to one.</param>
/// <param name="Before">End of the window, later than <paramref name="Since"/>; rounded up to a minute.</param>
/// <param name="BackupId">One exact set; the window then does not count.</param>
/// <param name="Status">Success or Failed.</param>
/// <param name="Mode">Automated or Manual.</param>
/// <param name="Type">FullBackup or IncrementalBackup.</param>
public sealed record AliyunBackupQuery(
    string InstanceId, DateTimeOffset Since, DateTimeOffset Before, string? BackupId = null,
    string? Status = null, string? Mode = null, string? Type = null);

/// <summary>Which log files of one instance to list.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Since">Start of the window.</param>
/// <param name="Before">End of the window, later than <paramref name="Since"/>.</param>
/// <param name="Engine">Engine of the instance, which the rows are labelled with.</param>
public sealed record AliyunLogBackupQuery(string InstanceId, DateTimeOffset Since, DateTimeOffset Before, string? Engine = null);

/// <summary>A region of Alibaba Cloud.</summary>
/// <param name="RegionId">Id such as <c>cn-hangzhou</c>.</param>
/// <param name="Name">Its name in the user's language.</param>
/// <param name="Endpoint">Host of its RDS API.</param>
public sealed record AliyunRegion(string RegionId, string Name, string Endpoint);

/// <summary>When and how long an instance is backed up (DescribeBackupPolicy, data backups).</summary>
/// <param name="Days">The days of the week backups are taken on (UTC); empty when the API does not say.</param>
/// <param name="WindowStart">Start of the daily window (UTC time of day).</param>
/// <param name="WindowLength">Length of the daily window.</param>
/// <param name="RetentionDays">Days a set is kept; null when the API does not say.</param>
public sealed record AliyunBackupPolicy(
    IReadOnlyList<DayOfWeek> Days, TimeSpan? WindowStart, TimeSpan? WindowLength, int? RetentionDays);
