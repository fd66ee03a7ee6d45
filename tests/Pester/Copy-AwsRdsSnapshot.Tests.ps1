BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $rds = @{ AwsRdsEndpoint = $sandbox.AwsRdsEndpoint; Region = 'us-east-1' }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Copy-AwsRdsSnapshot' {
    It 'copies the newest snapshot into another region' {
        $copy = Get-AwsRdsSnapshot @rds -InstanceId orders -Latest |
            Copy-AwsRdsSnapshot -DestinationRegion eu-west-1 -KmsKeyId alias/export -Wait -PollInterval 1s
        $copy.Region | Should -Be 'eu-west-1'
        $copy.Status | Should -Be 'available'
    }

    It 'says that an encrypted snapshot needs a key there' {
        { Get-AwsRdsSnapshot @rds -InstanceId orders -Latest | Copy-AwsRdsSnapshot -DestinationRegion eu-west-1 -ErrorAction Stop } |
            Should -Throw -ErrorId 'SnapshotKeyRequired,RdsBackup.PowerShell.CopyAwsRdsSnapshotCommand'
    }

    It 'copies what another account shares, by its ARN' {
        Get-AwsRdsSnapshot @rds -Type shared | Copy-AwsRdsSnapshot -KmsKeyId alias/export | Should -BeOfType RdsBackup.AwsRdsSnapshot
    }
}
