BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
}

Describe 'The module' {
    It 'has a valid manifest' {
        (Test-ModuleManifest $Manifest).Name | Should -Be 'RdsBackup'
    }

    It 'exports what the manifest lists' {
        $listed = (Import-PowerShellDataFile $Manifest).CmdletsToExport | Sort-Object
        (Get-Command -Module RdsBackup).Name | Sort-Object | Should -Be $listed
    }

    It 'uses approved verbs' {
        (Get-Command -Module RdsBackup).Verb | Sort-Object -Unique | Should -BeIn (Get-Verb).Verb
    }

    It 'loads no SDK when it is imported' {
        $script = "Import-Module '$Manifest'; [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ `$_.GetName().Name } -like 'AWSSDK*'"
        & ([Environment]::ProcessPath) -NoProfile -Command $script | Should -BeNullOrEmpty
    }

    It 'is imported again after it was removed' {
        Remove-Module RdsBackup
        Import-Module $Manifest
        Get-Command -Module RdsBackup | Should -Not -BeNullOrEmpty
    }
}
