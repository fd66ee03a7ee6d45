BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $configuration = Join-Path $TestDrive 'rdsbackup.json'
    @{
        environments = @{
            prod  = @{
                cloud       = 'aliyun'
                regions     = @('cn-hangzhou')
                instances   = @('rm-bp1mysql8local0001')
                endpoint    = $sandbox.AliyunEndpoint
                destination = @{ bucket = 'offsite'; endpoint = $sandbox.S3Endpoint }
            }
            empty = @{
                cloud       = 'aliyun'
                regions     = @('cn-hangzhou')
                instances   = @('no-such-*')
                endpoint    = $sandbox.AliyunEndpoint
                destination = @{ bucket = 'offsite'; endpoint = $sandbox.S3Endpoint }
            }
        }
        run          = @{ reportPath = (Join-Path $TestDrive 'report.json'); lease = @{ file = (Join-Path $TestDrive 'run.lease') } }
    } | ConvertTo-Json -Depth 5 | Set-Content $configuration
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Invoke-RdsBackup' {
    It 'plans without doing anything' {
        $report = Invoke-RdsBackup prod -ConfigurationPath $configuration -WhatIf | Select-Object -Last 1
        $report.IsPlan | Should -BeTrue
        $report.Environments.Instances.Action | Should -Be 'WouldCopy'
    }

    It 'runs, and run again finds what is done' {
        $first = Invoke-RdsBackup prod -ConfigurationPath $configuration | Select-Object -Last 1
        $first.Status | Should -Be 'Succeeded'
        $again = Invoke-RdsBackup prod -ConfigurationPath $configuration | Select-Object -Last 1
        $again.Environments.Instances.Action | Should -Be 'AlreadyPresent'
        (Get-Content (Join-Path $TestDrive 'report.json') -Raw | ConvertFrom-Json).status | Should -Be 'Succeeded'
    }

    It 'says which environment matched nothing, and backs the others up' {
        $report = Invoke-RdsBackup -ConfigurationPath $configuration -ErrorVariable problems -ErrorAction SilentlyContinue | Select-Object -Last 1
        $report.Status | Should -Be 'NothingFound'
        $problems.FullyQualifiedErrorId | Should -Contain 'RunEnvironmentFailed,RdsBackup.PowerShell.InvokeRdsBackupCommand'
    }
}
