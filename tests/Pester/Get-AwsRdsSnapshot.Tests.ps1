BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $rds = @{ AwsRdsEndpoint = $sandbox.AwsRdsEndpoint; Region = 'us-east-1' }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Get-AwsRdsSnapshot' {
    It 'lists typed snapshots of both kinds' {
        $snapshots = Get-AwsRdsSnapshot @rds
        $snapshots | Should -BeOfType RdsBackup.AwsRdsSnapshot
        $snapshots.Kind | Sort-Object -Unique | Should -Be 'Instance', 'Cluster'
    }

    It 'finds the newest usable snapshot of an instance' {
        $latest = Get-AwsRdsSnapshot @rds -InstanceId orders -Latest
        $latest | Should -HaveCount 1
        $latest.Status | Should -Be 'available'
    }

    It 'takes instances from the pipeline, with their region and endpoint' {
        $snapshots = Get-AwsRdsInstance -AwsRdsEndpoint $sandbox.AwsRdsEndpoint -Region eu-west-1 | Get-AwsRdsSnapshot
        $snapshots.DBInstanceIdentifier | Sort-Object -Unique | Should -Be 'analytics'
    }

    It 'takes objects with the names of AWS.Tools' {
        [pscustomobject]@{ DBInstanceIdentifier = 'orders' } | Get-AwsRdsSnapshot @rds -Type manual | Should -HaveCount 1
    }

    It 'says where the snapshots of a member of a cluster are' {
        { Get-AwsRdsSnapshot @rds -InstanceId ledger-1 -ErrorAction Stop } |
            Should -Throw -ErrorId 'AwsSnapshotsOfCluster,RdsBackup.PowerShell.GetAwsRdsSnapshotCommand'
    }
}
