BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $rds = @{ AwsRdsEndpoint = $sandbox.AwsRdsEndpoint; Region = 'us-east-1' }
    $target = @{
        Bucket      = 'exports'
        IamRoleArn  = 'arn:aws:iam::111122223333:role/rds-export'
        KmsKeyId    = 'alias/export'
        EndpointUrl = $sandbox.S3Endpoint
    }
    $export = Start-AwsSnapshotExport orders-before-upgrade @rds @target
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Get-AwsSnapshotExport' {
    It 'lists exports by name and by snapshot' {
        (Get-AwsSnapshotExport @rds -ExportTaskId 'orders-*').ExportTaskIdentifier | Should -Be $export.ExportTaskId
        (Get-AwsRdsSnapshot @rds -SnapshotId orders-before-upgrade | Get-AwsSnapshotExport).ExportTaskId | Should -Be $export.ExportTaskId
    }

    It 'names a task that does not exist' {
        { Get-AwsSnapshotExport @rds -ExportTaskId nowhere -ErrorAction Stop } |
            Should -Throw -ErrorId 'AwsExportNotFound,RdsBackup.PowerShell.GetAwsSnapshotExportCommand'
    }
}
