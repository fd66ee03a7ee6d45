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
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Start-AwsSnapshotExport' {
    It 'exports the newest snapshot, and not a second time' {
        $export = Get-AwsRdsSnapshot @rds -InstanceId orders -Latest | Start-AwsSnapshotExport @target
        $export | Should -BeOfType RdsBackup.AwsSnapshotExport
        $export.Status | Should -Be 'STARTING'

        $again = Get-AwsRdsSnapshot @rds -InstanceId orders -Latest | Start-AwsSnapshotExport @target
        $again.ExportTaskId | Should -Be $export.ExportTaskId
        $again.AlreadyExported | Should -BeTrue
    }

    It 'says everything that would make it fail, and starts nothing' {
        { Get-AwsRdsSnapshot @rds -InstanceId billing -Latest | Start-AwsSnapshotExport @target -Prefix 'a:b' -ErrorAction Stop } |
            Should -Throw -ErrorId 'ExportWouldFail,RdsBackup.PowerShell.StartAwsSnapshotExportCommand'
    }

    It 'starts nothing with -WhatIf' {
        Start-AwsSnapshotExport orders-before-upgrade @rds @target -WhatIf
        Get-AwsSnapshotExport @rds -SourceArn '*:orders-before-upgrade' | Should -BeNullOrEmpty
    }
}
