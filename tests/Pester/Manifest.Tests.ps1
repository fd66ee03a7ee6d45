BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $data = Import-PowerShellDataFile $Manifest
}

Describe 'The manifest' {
    It 'is valid' {
        (Test-ModuleManifest $Manifest).Name | Should -Be 'RdsBackup'
    }

    It 'exports what the module has, by name' {
        (Get-Command -Module RdsBackup).Name | Sort-Object | Should -Be ($data.CmdletsToExport | Sort-Object)
        $data.CmdletsToExport | Should -Not -Match '\*'
        @($data.FunctionsToExport) + @($data.VariablesToExport) + @($data.AliasesToExport) | Should -BeNullOrEmpty
    }

    It 'is for PowerShell 7.4 and later' {
        $data.CompatiblePSEditions | Should -Be 'Core'
        $data.PowerShellVersion | Should -Be '7.4'
    }

    It 'says where to find project, licence, icon and release notes' {
        $gallery = $data.PrivateData.PSData
        $gallery.ProjectUri, $gallery.LicenseUri, $gallery.IconUri, $gallery.ReleaseNotes | Should -Match '^https://'
        $gallery.Tags | Should -Contain 'PSEdition_Core'
    }

    It 'uses approved verbs' {
        (Get-Command -Module RdsBackup).Verb | Sort-Object -Unique | Should -BeIn (Get-Verb).Verb
    }

    It 'is imported again after it was removed' {
        Remove-Module RdsBackup
        Import-Module $Manifest
        Get-Command -Module RdsBackup | Should -Not -BeNullOrEmpty
    }
}

Describe 'The package' {
    It 'holds the manifest at its top, and no symbols' {
        $package = Get-Item (Join-Path $Repository 'artifacts/package/*.nupkg') -ErrorAction Ignore
        if (-not $package) { Set-ItResult -Skipped -Because 'nothing was packed: ./build.ps1 -Task Pack' }
        $target = Join-Path $TestDrive 'package'
        Expand-Archive $package $target
        (Import-PowerShellDataFile (Join-Path $target 'RdsBackup.psd1')).ModuleVersion | Should -Be $data.ModuleVersion
        Get-ChildItem $target -Recurse -Filter *.pdb | Should -BeNullOrEmpty
    }
}
