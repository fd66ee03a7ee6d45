BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $rds = @{ AwsRdsEndpoint = $sandbox.AwsRdsEndpoint; Region = 'us-east-1' }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'New-AwsRdsSnapshot' {
    It 'takes a snapshot and waits until it can be used' {
        $snapshot = New-AwsRdsSnapshot @rds -InstanceId orders -SnapshotId pester-1 -Tag @{ why = 'test' } -Wait -PollInterval 1s
        $snapshot | Should -BeOfType RdsBackup.AwsRdsSnapshot
        $snapshot.Status | Should -Be 'available'
        $snapshot.Tags['why'] | Should -Be 'test'
    }

    It 'takes none twice under one identifier that says the time' {
        1..2 | ForEach-Object { New-AwsRdsSnapshot @rds -InstanceId ledger -SnapshotId 'ledger-{yyyy}' } |
            Select-Object -ExpandProperty AlreadyPresent | Should -Be $false, $true
    }

    It 'takes nothing with -WhatIf' {
        New-AwsRdsSnapshot @rds -InstanceId orders -SnapshotId never -WhatIf | Should -BeNullOrEmpty
    }

    It 'names the cluster of a member' {
        { New-AwsRdsSnapshot @rds -InstanceId ledger-1 -ErrorAction Stop } |
            Should -Throw -ErrorId 'SnapshotOfMember,RdsBackup.PowerShell.NewAwsRdsSnapshotCommand'
    }
}
