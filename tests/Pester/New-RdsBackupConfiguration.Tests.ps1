BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
}

Describe 'New-RdsBackupConfiguration' {
    It 'writes an example that is valid' {
        $file = New-RdsBackupConfiguration -Path (Join-Path $TestDrive 'example.json')
        Test-RdsBackupConfiguration -ConfigurationPath $file.FullName -Quiet | Should -BeTrue
    }

    It 'replaces nothing without -Force' {
        $path = Join-Path $TestDrive 'mine.json'
        Set-Content -Path $path -Value 'mine'
        { New-RdsBackupConfiguration -Path $path } | Should -Throw -ErrorId 'ConfigurationExists*'
        Get-Content -Path $path | Should -Be 'mine'
    }
}
