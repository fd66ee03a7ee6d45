BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $configuration = Join-Path $TestDrive 'rdsbackup.json'
    @'
{ "alerts": {
    "channels": { "dba": { "type": "WeCom", "key": "${env:ROBOT_KEY}" } },
    "rules": [ { "name": "failures", "then": { "channels": ["dba"] } }, { "name": "rest" } ] } }
'@ | Set-Content $configuration
}

Describe 'Get-RdsBackupAlertRule' {
    It 'lists the rules in their order' {
        (Get-RdsBackupAlertRule -ConfigurationPath $configuration).Name | Should -Be 'failures', 'rest'
    }

    It 'finds rules by pattern' {
        (Get-RdsBackupAlertRule fail* -ConfigurationPath $configuration).Channels | Should -Be 'dba'
    }
}
