BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $configuration = Join-Path $TestDrive 'rdsbackup.json'
    @'
{ "alerts": {
    "channels": { "dba": { "type": "WeCom", "key": "${env:ROBOT_KEY}" } },
    "rules": [ { "name": "aws", "match": { "clouds": ["aws"] }, "then": { "channels": ["dba"] } }, { "name": "failures", "then": { "channels": ["dba"] } } ],
    "state": { "file": "./alerts.json" } } }
'@ | Set-Content $configuration
}

Describe 'Test-RdsBackupAlertRule' {
    It 'says which rules fire and why the others do not' {
        $failure = [RdsBackup.AlertEvent]@{ Kind = 'CopyFailed'; Cloud = 'aliyun'; InstanceId = 'rm-a'; Title = 'x'; Time = Get-Date }
        $decisions = $failure | Test-RdsBackupAlertRule -ConfigurationPath $configuration
        $decisions.Fires | Should -Be $false, $true
        $decisions[0].Reason | Should -Match 'aws'
    }

    It 'remembers nothing' {
        Join-Path $TestDrive 'alerts.json' | Should -Not -Exist
    }
}
