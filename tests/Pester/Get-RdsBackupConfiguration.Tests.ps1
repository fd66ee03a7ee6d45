BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $path = (New-RdsBackupConfiguration -Path (Join-Path $TestDrive 'rdsbackup.yaml')).FullName
}

Describe 'Get-RdsBackupConfiguration' {
    It 'shows the environments' {
        $configuration = Get-RdsBackupConfiguration -ConfigurationPath $path
        $configuration.IsValid | Should -BeTrue
        $configuration.Environments.Name | Should -Be 'prod-cn', 'prod-eu'
    }

    It 'says where a value came from' {
        $setting = Get-RdsBackupConfiguration -ConfigurationPath $path -Setting run:parallelism
        $setting.Value | Should -Be '4'
        $setting.Source | Should -Be $path
        $setting.Line | Should -BeGreaterThan 1
    }
}
