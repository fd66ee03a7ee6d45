# One or two objects of every type the module writes, as its cmdlets would make them. Times are relative, so that ages stay.
$now = [DateTimeOffset]::UtcNow
$day = $now.AddHours(-29.5)
$hour = [TimeSpan]::FromMinutes(75)

$good = [RdsBackup.AliyunBackup]@{
    InstanceId = 'rm-bp1mysql8local0001'; RegionId = 'cn-hangzhou'; Engine = 'MySQL'; EngineVersion = '8.0'; BackupId = '2026112301'
    Type = 'FullBackup'; Method = 'Physical'; Mode = 'Automated'; Status = 'Success'; Size = 5368709120; StartTime = $day - $hour; EndTime = $day
    IsAvailable = $true; FileName = 'hins1_data_20261123.qp.xb'; Checksum = 11051210869376104954
}
$failed = [RdsBackup.AliyunBackup]@{
    InstanceId = 'rm-bp1mysql8local0001'; RegionId = 'cn-hangzhou'; BackupId = '2026112302'; Type = 'IncrementalBackup'; Method = 'Logical'; Status = 'Failed'
    EndTime = $now.AddMinutes(-610.5)
}
$findings = [RdsBackup.BackupFinding[]]@(
    [RdsBackup.BackupFinding]::new('BackupTooOld', 'Error', 'The newest backup is 29 hours old; at most 26 hours are allowed. Look at the backup schedule.')
    [RdsBackup.BackupFinding]::new('BackupNotEncrypted', 'Warning', 'The backup is not encrypted.')
)
$copy = [RdsBackup.BackupCopy]@{
    Bucket = 'offsite'; Key = 'rm-bp1mysql8local0001/2026112301.qp.xb'; ManifestKey = 'rm-bp1mysql8local0001/2026112301.qp.xb.manifest.json'; Cloud = 'aliyun'
    InstanceId = 'rm-bp1mysql8local0001'; RegionId = 'cn-hangzhou'; BackupId = '2026112301'; FileName = '2026112301.qp.xb'; Size = 5368709120
    EndTime = $day; CopiedAt = $now; IsVerified = $true
}
$snapshot = [RdsBackup.AwsRdsSnapshot]@{
    Kind = 'Instance'; SnapshotId = 'rds:orders-2026-11-23-03-00'; Arn = 'arn:aws:rds:us-east-1:123456789012:snapshot:rds:orders-2026-11-23-03-00'
    SnapshotType = 'automated'; InstanceId = 'orders'; Region = 'us-east-1'; Status = 'available'; PercentProgress = 100; Engine = 'mysql'; EngineVersion = '8.0.39'
    AllocatedStorage = 100; CreateTime = $day; Encrypted = $true
}
$alert = [RdsBackup.AlertEvent]@{
    Kind = 'BackupInvalid'; InstanceId = 'rm-bp1mysql8local0001'; Code = 'BackupTooOld'; Title = 'The newest backup is too old.'; Time = $now
}

[ordered]@{
    AliyunRdsInstance           = [RdsBackup.AliyunRdsInstance]@{
        InstanceId = 'rm-bp1mysql8local0001'; RegionId = 'cn-hangzhou'; Engine = 'MySQL'; EngineVersion = '8.0'; Status = 'Running'; Type = 'Primary'
        StorageType = 'local_ssd'; Description = '订单库（主）'; CreateTime = $day
    }, [RdsBackup.AliyunRdsInstance]@{ InstanceId = 'rm-2'; RegionId = 'cn-hangzhou'; Engine = '数据库'; EngineVersion = '17'; Status = 'Creating'; Description = 'b' }
    AliyunBackup                = $good, $failed
    AliyunLogBackup             = [RdsBackup.AliyunLogBackup]@{
        InstanceId = 'rm-bp1mysql8local0001'; RegionId = 'cn-hangzhou'; FileName = 'mysql-bin.000042'; HostInstanceId = '1234567'; Size = 536870912
        StartTime = $day; EndTime = $now; Status = 'Success'
    }
    AliyunBackupTestResult      = [RdsBackup.AliyunBackupTestResult]@{
        InstanceId = $good.InstanceId; RegionId = $good.RegionId; Backup = $good; Findings = $findings; CheckedAt = $now; Age = $now - $day; MaximumAge = '1.02:00:00'
    }, [RdsBackup.AliyunBackupTestResult]@{
        InstanceId = 'rm-2'; RegionId = 'cn-beijing'; Findings = [RdsBackup.BackupFinding[]]@(); CheckedAt = $now; Age = '02:00:00'; MaximumAge = '1.02:00:00'
    }
    BackupFinding               = $findings
    BackupCopyResult            = [RdsBackup.BackupCopyResult]@{
        Status = 'Verified'; InstanceId = $good.InstanceId; RegionId = $good.RegionId; BackupId = $good.BackupId; FileName = $good.FileName; Bytes = 5368709120; Parts = 80
        Duration = $hour; Bucket = 'offsite'; Key = $copy.Key; ManifestKey = $copy.ManifestKey; CompletedAt = $now
    }, [RdsBackup.BackupCopyResult]@{
        Status = 'Failed'; InstanceId = 'rm-2'; RegionId = 'cn-beijing'; BackupId = '7'; Bucket = 'offsite'; CompletedAt = $now
        ErrorId = 'KeyTaken'; ErrorMessage = 'Something else lies under the key.'
    }
    BackupCopy                  = $copy
    BackupCopyTestResult        = [RdsBackup.BackupCopyTestResult]@{
        Bucket = 'offsite'; Key = $copy.Key; Copy = $copy; IsFull = $true; Bytes = 5368709120; Duration = $hour; Findings = [RdsBackup.BackupFinding[]]@(); CheckedAt = $now
    }
    BackupDownloadResult        = [RdsBackup.BackupDownloadResult]@{
        Status = 'Verified'; Path = '/restore/2026112301.qp.xb'; Bytes = 5368709120; Duration = $hour; Proof = [RdsBackup.BackupDownloadGuarantee[]]@(); Crc64 = 1; Crc32 = 'AAAAAQ=='
        Copy = $copy; Bucket = 'offsite'; Key = $copy.Key; CompletedAt = $now
    }
    BackupUpload                = [RdsBackup.BackupUpload]@{
        Bucket = 'offsite'; Key = $copy.Key; UploadId = 'u-1'; StartedAt = $day; LastActivity = $now; PartCount = 12; Bytes = 805306368; HasJournal = $true
    }
    AwsRdsInstance              = [RdsBackup.AwsRdsInstance]@{
        Kind = 'Instance'; InstanceId = 'orders'; Arn = 'arn:aws:rds:us-east-1:123456789012:db:orders'; Region = 'us-east-1'; Engine = 'mysql'; EngineVersion = '8.0.39'
        Status = 'available'; BackupRetentionPeriod = 7
    }
    AwsRdsSnapshot              = $snapshot
    AwsRdsSnapshotTestResult    = [RdsBackup.AwsRdsSnapshotTestResult]@{
        InstanceId = 'orders'; Kind = 'Instance'; Region = 'us-east-1'; Snapshot = $snapshot; Findings = $findings; CheckedAt = $now; Age = $now - $day; MaximumAge = '1.02:00:00'
    }
    AwsSnapshotExport           = [RdsBackup.AwsSnapshotExport]@{
        ExportTaskId = 'orders-20261123'; SourceArn = $snapshot.Arn; Region = 'us-east-1'; Bucket = 'exports'; Status = 'IN_PROGRESS'; PercentProgress = 42; ExtractedGB = 12
        TaskStartTime = $now.AddMinutes(-150.5)
    }
    AwsSnapshotExportTestResult = [RdsBackup.AwsSnapshotExportTestResult]@{
        Bucket = 'exports'; ExportTaskId = 'orders-20261123'; TableCount = 14; FileCount = 220; TotalBytes = 5368709120; Duration = $hour
        Findings = [RdsBackup.BackupFinding[]]@(); CheckedAt = $now
    }
    AwsExportTableContent       = [RdsBackup.AwsExportTableContent]::new('shop.public.orders', 1234567, 24, 5368709120)
    AlertDecision               = [RdsBackup.AlertDecision]@{ Rule = 'nightly'; Event = $alert; Outcome = 'Suppressed'; Reason = 'Told already.'; SuppressedUntil = $now }
    AlertRule                   = [RdsBackup.AlertRule]@{ Name = 'nightly'; Events = [RdsBackup.AlertEventKind[]]@('BackupInvalid'); MinimumSeverity = 'Warning'; Channels = [string[]]@('dba') }
    WeComAlertResult            = [RdsBackup.WeComAlertResult]@{ Channel = '数据库值班'; MessageType = 'Markdown'; Messages = 2; Items = 14; Bytes = 6200; SentAt = $now }
    RdsBackupInstanceResult     = ($instance = [RdsBackup.RdsBackupInstanceResult]@{
            Environment = '生产'; Cloud = 'Aliyun'; RegionId = 'cn-hangzhou'; InstanceId = $good.InstanceId; Status = 'Succeeded'; Action = 'Copied'; SourceId = $good.BackupId
            SourceTime = $day; Bytes = 5368709120; Duration = $hour
        })
    RdsBackupInstanceStatus     = [RdsBackup.RdsBackupInstanceStatus]@{
        Environment = '生产'; Cloud = 'Aliyun'; RegionId = 'cn-hangzhou'; InstanceId = $good.InstanceId; Engine = 'MySQL'; Status = 'Failed'; BackupId = $good.BackupId
        BackupTime = $day; BackupSize = 5368709120; Summary = 'Nothing of it lies off-site.'; CheckedAt = $day.AddHours(30)
    }
    RdsBackupEnvironmentResult  = ($environment = [RdsBackup.RdsBackupEnvironmentResult]@{
            Environment = '生产'; Cloud = 'Aliyun'; Status = 'Succeeded'; Instances = [RdsBackup.RdsBackupInstanceResult[]]@($instance); StartedAt = $day; Duration = $hour
        })
    RdsBackupRunReport          = [RdsBackup.RdsBackupRunReport]@{
        RunId = '20261123-0300'; Status = 'Succeeded'; Environments = [RdsBackup.RdsBackupEnvironmentResult[]]@($environment); Machine = 'runner'; StartedAt = $day; Duration = $hour
    }
    RdsBackupHealthResult       = [RdsBackup.RdsBackupHealthResult]@{
        Check = 'Credentials'; Target = 'aliyun'; Status = 'Healthy'; Detail = 'The credentials are those of acs:ram::1:user/ops in the account 1.'; Environments = [string[]]@('生产'); Duration = '00:00:00.12'
    }, [RdsBackup.RdsBackupHealthResult]@{
        Check = 'BucketVersioning'; Target = 's3://offsite'; Status = 'Warning'; Detail = 'The bucket keeps no versions.'; Remedy = 'Turn versioning on.'; Environments = [string[]]@('生产')
    }, [RdsBackup.RdsBackupHealthResult]@{
        Check = 'StateFolder'; Target = '/home/operator/.local/share/RdsBackup'; Status = 'Failed'; Detail = 'It cannot be written to.'; Remedy = 'Configure another folder.'
    }
    ConfigurationSetting        = ($setting = [RdsBackup.Configuration.ConfigurationSetting]::new('Environments:生产:RegionId', 'cn-hangzhou', './rdsbackup.json', 7))
    ConfigurationFinding        = ($problem = [RdsBackup.Configuration.ConfigurationFinding]@{
            Code = 'ConfigurationKeyUnknown'; Key = 'Environments:生产:Regoin'; Source = './rdsbackup.json'; Line = 8; Message = 'Regoin is no setting.'; Remedy = 'Write Region.'
        })
    EnvironmentOptions          = [RdsBackup.Configuration.EnvironmentOptions]@{ Cloud = 'Aliyun'; Regions = [string[]]@('cn-hangzhou'); Instances = [string[]]@('rm-*') }
    RdsBackupConfiguration      = [RdsBackup.Configuration.RdsBackupConfiguration]@{
        Files = [string[]]@('./rdsbackup.json'); Options = [RdsBackup.Configuration.RdsBackupOptions]@{}
        Settings = [RdsBackup.Configuration.ConfigurationSetting[]]@($setting); Findings = [RdsBackup.Configuration.ConfigurationFinding[]]@($problem)
    }
}
