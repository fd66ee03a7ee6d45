BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    $script = Join-Path $Repository 'examples/Invoke-NightlyBackup.ps1'
    $sandbox = Start-Sandbox
    # Found by its name, as an installed module is.
    $env:PSModulePath = (Join-Path $Repository 'artifacts/module'), $env:PSModulePath -join [IO.Path]::PathSeparator

    function New-Environment ($Instance, $Bucket = 'offsite') {
        @{
            cloud       = 'aliyun'
            regions     = @('cn-hangzhou')
            instances   = @($Instance)
            endpoint    = $sandbox.AliyunEndpoint
            destination = @{ bucket = $Bucket; endpoint = $sandbox.S3Endpoint }
        }
    }

    function Set-Configuration ($Environments) {
        $run = @{ reportPath = (Join-Path $TestDrive 'report.json'); lease = @{ file = (Join-Path $TestDrive 'run.lease') } }
        $path = Join-Path $TestDrive 'rdsbackup.json'
        @{ environments = $Environments; run = $run } | ConvertTo-Json -Depth 5 | Set-Content $path
        $path
    }

    # A process of its own, as a scheduler starts it.
    function Invoke-Script {
        $pwsh = (Get-Process -Id $PID).Path
        $output = & $pwsh -NoProfile -NonInteractive -File $script @args 2>&1
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output | Out-String }
    }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Invoke-NightlyBackup.ps1' {
    It 'ends with 0 when all is well, and leaves a log file and a report' {
        $configuration = Set-Configuration @{ prod = New-Environment rm-bp1mysql8local0001 }
        (Invoke-Script -ConfigurationPath $configuration -LogPath (Join-Path $TestDrive 'run.log') -Timeout 10m).ExitCode | Should -Be 0
        Join-Path $TestDrive 'run*.log' | Should -Exist
        (Get-Content (Join-Path $TestDrive 'report.json') -Raw | ConvertFrom-Json).status | Should -Be 'Succeeded'
    }

    It 'ends with 1 when something failed, and says what' {
        $configuration = Set-Configuration @{ prod = New-Environment rm-bp1mysql8local0001; nowhere = New-Environment rm-bp1mysql8local0001 no-such-bucket }
        $run = Invoke-Script -ConfigurationPath $configuration
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match 'no-such-bucket'
    }

    It 'ends with 2 when the configuration is not as it must be' {
        $configuration = Join-Path $TestDrive 'broken.json'
        '{ "environments": { "prod": { "cloud": "nimbus" } } }' | Set-Content $configuration
        $run = Invoke-Script -ConfigurationPath $configuration
        $run.ExitCode | Should -Be 2
        $run.Output | Should -Match 'nimbus'
    }

    It 'ends with 2 without the module' {
        (Invoke-Script -Module NoSuchModule).ExitCode | Should -Be 2
    }

    It 'ends with 3 when nothing was found where something was required' {
        $configuration = Set-Configuration @{ empty = New-Environment no-such-* }
        (Invoke-Script -ConfigurationPath $configuration).ExitCode | Should -Be 3
    }

    It 'takes several environments from a command line' {
        $configuration = Set-Configuration @{ a = New-Environment rm-bp1mysql8local0001; b = New-Environment rm-bp1mysql8local0001; empty = New-Environment no-such-* }
        (Invoke-Script -ConfigurationPath $configuration -Environment 'a,b').ExitCode | Should -Be 0
    }

    It 'has help' {
        (Get-Help $script).Synopsis | Should -Match 'scheduler'
    }
}
