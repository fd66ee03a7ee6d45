<#
.SYNOPSIS
Builds, tests or demonstrates RdsBackup: a thin front for the dotnet commands that CI runs.
.EXAMPLE
./build.ps1
Builds; the importable module then lies in artifacts/module/RdsBackup.
.EXAMPLE
./build.ps1 -Task Test
Runs every test. With Pester 5 at hand, the Pester files too.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Clean')]
    [string] $Task = 'Build',

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
            if (Get-Module -ListAvailable -Name Pester | Where-Object Version -ge '5.0') {
                Invoke-Pester -Path tests/Pester -CI
            }
        }
        'Demo' { Invoke-Dotnet run --project src/RdsBackup.Sandbox --configuration $Configuration }
        'Clean' {
            Invoke-Dotnet clean --configuration $Configuration
            if (Test-Path artifacts) { Remove-Item artifacts -Recurse -Force }
        }
    }
}
finally {
    Pop-Location
}
