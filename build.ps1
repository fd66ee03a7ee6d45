<#
.SYNOPSIS
Builds, tests, demonstrates, packs or installs RdsBackup: a thin front for the dotnet commands that CI runs.
.EXAMPLE
./build.ps1
Builds; the importable module then lies in artifacts/module/RdsBackup.
.EXAMPLE
./build.ps1 -Task Test
Runs every test. With Pester 5 at hand, the Pester files too.
.EXAMPLE
./build.ps1 -Task Pack
Makes the package in artifacts/package, as a release has it.
.EXAMPLE
./build.ps1 -Task Install
Packs, and installs the module for the current user.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Pack', 'Install', 'Clean')]
    [string] $Task = 'Build',

    # Pack and Install always take Release.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

$ErrorActionPreference = 'Stop'

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args failed with exit code $LASTEXITCODE." }
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { Invoke-Dotnet build --configuration $Configuration }
        'Test' {
            Invoke-Dotnet test --configuration $Configuration
            if (Get-Module -ListAvailable -Name Pester | Where-Object Version -ge '5.0') { Invoke-Pester -Path tests/Pester -CI }
        }
        'Demo' { Invoke-Dotnet run --project src/RdsBackup.Sandbox --configuration $Configuration }
        { $_ -in 'Pack', 'Install' } { Invoke-Dotnet run --project build/RdsBackup.Package --configuration Release }
        'Install' {
            $version = (Import-PowerShellDataFile RdsBackup.psd1).ModuleVersion
            $modules = ($env:PSModulePath -split [IO.Path]::PathSeparator)[0]
            $target = New-Item (Join-Path $modules RdsBackup $version) -ItemType Directory -Force
            Copy-Item artifacts/module/RdsBackup/* $target -Recurse -Force
            Write-Output "Installed in $target."
        }
        'Clean' {
            Invoke-Dotnet clean --configuration $Configuration
            if (Test-Path artifacts) { Remove-Item artifacts -Recurse -Force }
        }
    }
}
finally {
    Pop-Location
}
