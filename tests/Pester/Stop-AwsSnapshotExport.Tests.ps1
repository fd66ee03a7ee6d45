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

Describe 'Stop-AwsSnapshotExport' {
    It 'cancels a running export' {
        $export = Start-AwsSnapshotExport orders-before-upgrade @rds @target
        $export | Stop-AwsSnapshotExport -WhatIf
        ($export | Stop-AwsSnapshotExport).Status | Should -Be 'CANCELING'
    }

    It 'names a task that does not exist' {
        { Stop-AwsSnapshotExport nowhere @rds -ErrorAction Stop } | Should -Throw -ErrorId 'AwsExportNotFound*'
    }
}
