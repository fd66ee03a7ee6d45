namespace RdsBackup;

/// <summary>A binary log (MySQL, MariaDB: DescribeBinlogFiles) or a log backup (SQL Server, PostgreSQL: DescribeLogBackupFiles).</summary>
public sealed class AliyunLogBackup : AliyunBackupFile
{
    /// <summary>Instance id and file name.</summary>
    public override string ToString() => $"{InstanceId}/{FileName}";
}
