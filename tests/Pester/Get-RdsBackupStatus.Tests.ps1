BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $configuration = Join-Path $TestDrive 'rdsbackup.json'
    @'
{ "environments": { "prod-cn": { "cloud": "aliyun", "regions": ["cn-hangzhou"], "instances": ["rm-*"], "destination": { "bucket": "offsite" } } } }
'@ | Set-Content $configuration
}

Describe 'Get-RdsBackupStatus' {
    It 'refuses an environment that the configuration does not have' {
        { Get-RdsBackupStatus nowhere -ConfigurationPath $configuration -ErrorAction Stop } | Should -Throw -ErrorId 'EnvironmentNotFound*'
    }

    It 'offers the environments' {
        $typed = "Get-RdsBackupStatus -ConfigurationPath '$configuration' -Environment "
        (TabExpansion2 $typed $typed.Length).CompletionMatches.CompletionText | Should -Contain 'prod-cn'
    }
}
