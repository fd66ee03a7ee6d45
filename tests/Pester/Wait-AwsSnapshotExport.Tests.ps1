BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $rds = @{ AwsRdsEndpoint = $sandbox.AwsRdsEndpoint; Region = 'us-east-1' }
    $target = @{ Bucket = 'exports'; KmsKeyId = 'alias/export'; EndpointUrl = $sandbox.S3Endpoint }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Wait-AwsSnapshotExport' {
    It 'follows an export to its end, and what came out can be checked' {
        $result = Get-AwsRdsSnapshot @rds -InstanceId orders -Latest |
            Start-AwsSnapshotExport @target -IamRoleArn arn:aws:iam::111122223333:role/rds-export |
            Wait-AwsSnapshotExport -PollInterval 1s |
            Test-AwsSnapshotExport -EndpointUrl $sandbox.S3Endpoint
        $result.IsValid | Should -BeTrue
    }

    It 'says why an export failed and what to do, and the export still comes out' {
        $export = Start-AwsSnapshotExport orders-before-upgrade @rds @target -IamRoleArn arn:aws:iam::111122223333:role/rds-export-no-trust |
            Wait-AwsSnapshotExport -PollInterval 1s -ErrorVariable problem -ErrorAction SilentlyContinue
        $export.Status | Should -Be 'FAILED'
        $problem[0].FullyQualifiedErrorId | Should -Be 'ExportFailedTrust,RdsBackup.PowerShell.WaitAwsSnapshotExportCommand'
    }
}
