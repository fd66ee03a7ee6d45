@{
    RootModule           = 'RdsBackup.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6d1c2c0e-8a5b-4c3b-9a0e-2f5b7f0e7b61'
    Author               = 'RdsBackup contributors'
    CompanyName          = 'RdsBackup contributors'
    Copyright            = '(c) RdsBackup contributors. MIT licence.'
    Description          = 'Lists ApsaraDB RDS (Alibaba Cloud) backups, validates them and copies them to Amazon S3 with proof that every byte arrived.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.4'
    FormatsToProcess     = @('RdsBackup.Format.ps1xml')
    TypesToProcess       = @('RdsBackup.Types.ps1xml')
    CmdletsToExport      = @(
        'Copy-AwsRdsSnapshot'
        'Get-AliyunRdsBackup'
        'Get-AliyunRdsInstance'
        'Get-AliyunRdsLogBackup'
        'Get-AwsRdsInstance'
        'Get-AwsRdsSnapshot'
        'Get-AwsSnapshotExport'
        'Get-RdsBackupAlertRule'
        'Get-RdsBackupConfiguration'
        'Get-RdsBackupCopy'
        'Get-RdsBackupStatus'
        'Clear-RdsBackupUpload'
        'New-AwsRdsSnapshot'
        'Invoke-RdsBackup'
        'New-RdsBackupConfiguration'
        'Save-RdsBackupCopy'
        'Send-AliyunBackupToS3'
        'Send-WeComAlert'
        'Start-AwsSnapshotExport'
        'Stop-AwsSnapshotExport'
        'Test-AliyunRdsBackup'
        'Test-AwsRdsSnapshot'
        'Test-AwsSnapshotExport'
        'Test-RdsBackupAlertRule'
        'Test-RdsBackupConfiguration'
        'Test-RdsBackupCopy'
        'Test-RdsBackupHealth'
        'Wait-AwsSnapshotExport'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('PSEdition_Core', 'Windows', 'Linux', 'MacOS', 'RDS', 'ApsaraDB', 'Aliyun', 'AlibabaCloud', 'AWS', 'S3', 'Backup')
            ProjectUri   = 'https://github.com/rdsbackup/RdsBackup'
            LicenseUri   = 'https://github.com/rdsbackup/RdsBackup/blob/main/LICENSE'
            IconUri      = 'https://raw.githubusercontent.com/rdsbackup/RdsBackup/main/docs/icon.png'
            ReleaseNotes = 'https://github.com/rdsbackup/RdsBackup/blob/main/CHANGELOG.md'
        }
    }
}
