BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $path = Join-Path $TestDrive 'rdsbackup.json'
    Set-Content -Path $path -Value '{ "run": { "paralelism": 4 } }'
}

Describe 'Test-RdsBackupConfiguration' {
    It 'finds what is wrong, with its line and the nearest key' {
        $finding = Test-RdsBackupConfiguration -ConfigurationPath $path
        $finding.Code | Should -Be 'ConfigurationKeyMisspelt'
        $finding.Line | Should -Be 1
        $finding.Remedy | Should -BeLike '*parallelism*'
    }

    It 'says yes or no with -Quiet' {
        Test-RdsBackupConfiguration -ConfigurationPath $path -Quiet | Should -BeFalse
    }
}
