BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $rds = @{ AwsRdsEndpoint = $sandbox.AwsRdsEndpoint; Region = 'us-east-1' }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Test-AwsRdsSnapshot' {
    It 'writes one result for each instance and cluster' {
        $count = @(Get-AwsRdsInstance @rds).Count
        $results = Get-AwsRdsInstance @rds | Test-AwsRdsSnapshot @rds
        $results | Should -BeOfType RdsBackup.AwsRdsSnapshotTestResult
        $results | Should -HaveCount $count
    }

    It 'finds a snapshot that is older than allowed' {
        (Test-AwsRdsSnapshot @rds -InstanceId orders -MaximumAge 1m).Findings.Code | Should -Contain 'SnapshotTooOld'
    }

    It 'finds backups that are switched off' {
        (Test-AwsRdsSnapshot @rds -InstanceId scratch).Summary | Should -Be 'BackupsSwitchedOff'
    }

    It 'passes valid snapshots on with -PassThru' {
        Get-AwsRdsSnapshot @rds -InstanceId orders -Latest | Test-AwsRdsSnapshot @rds -PassThru | Should -BeOfType RdsBackup.AwsRdsSnapshot
    }
}
