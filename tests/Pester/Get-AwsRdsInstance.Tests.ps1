BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $rds = @{ AwsRdsEndpoint = $sandbox.AwsRdsEndpoint; Region = 'us-east-1' }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Get-AwsRdsInstance' {
    It 'lists typed instances and clusters' {
        $instances = Get-AwsRdsInstance @rds
        $instances | Should -BeOfType RdsBackup.AwsRdsInstance
        $instances.Kind | Sort-Object -Unique | Should -Be 'Instance', 'Cluster'
    }

    It 'lists several regions' {
        $found = Get-AwsRdsInstance -AwsRdsEndpoint $sandbox.AwsRdsEndpoint -Region us-east-1, eu-west-1
        $found.Region | Sort-Object -Unique | Should -Be 'eu-west-1', 'us-east-1'
    }

    It 'leaves members to their cluster unless they are asked for' {
        (Get-AwsRdsInstance @rds).ClusterId | Should -BeNullOrEmpty
        (Get-AwsRdsInstance @rds -IncludeMembers).ClusterId | Should -Contain 'ledger'
    }

    It 'writes an error for an identifier that does not exist' {
        { Get-AwsRdsInstance @rds -InstanceId nowhere -ErrorAction Stop } |
            Should -Throw -ErrorId 'AwsInstanceNotFound,RdsBackup.PowerShell.GetAwsRdsInstanceCommand'
    }
}
