# Dot-sourced by the test files: the module from the folder that the build lays out, and the emulated cloud it speaks to.

$Repository = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path
$Manifest = Join-Path $Repository 'artifacts/module/RdsBackup/RdsBackup.psd1'

function Get-SandboxProgram {
    <#
    .SYNOPSIS
    The emulated cloud as CI publishes it or, in a clone, as it was built last.
    #>
    $programs = 'artifacts/sandbox', 'src/RdsBackup.Sandbox/bin/*/net10.0' | ForEach-Object {
        Get-Item (Join-Path $Repository $_ 'RdsBackup.Sandbox.dll') -ErrorAction Ignore | Sort-Object LastWriteTime -Descending
    }
    if (-not $programs) { throw 'There is no sandbox yet: run "dotnet build" first.' }
    @($programs)[0].FullName
}

function Start-Sandbox {
    <#
    .SYNOPSIS
    Starts the emulated cloud on free ports, takes its keys into the environment, and returns its addresses.
    #>
    $log = New-TemporaryFile
    $process = Start-Process dotnet -ArgumentList "`"$(Get-SandboxProgram)`"", 'serve' -RedirectStandardOutput $log -PassThru
    $deadline = [DateTime]::UtcNow.AddMinutes(1)
    do {
        if ($process.HasExited -or [DateTime]::UtcNow -gt $deadline) { throw "The sandbox did not start:`n$(Get-Content $log -Raw)" }
        Start-Sleep -Milliseconds 200
        $text = Get-Content $log -Raw
    } until ($text -match 'bash:[\s\S]*AWS_REGION')

    [regex]::Matches($text, "\`$env:(?<name>\w+) = '(?<value>[^']*)'").ForEach{
        Set-Item "env:$($_.Groups['name'].Value)" $_.Groups['value'].Value
    }

    [pscustomobject]@{
        Process        = $process
        AliyunEndpoint = [regex]::Match($text, 'ApsaraDB RDS, STS\s+(\S+)').Groups[1].Value
        S3Endpoint     = [regex]::Match($text, 'Amazon S3\s+(\S+)').Groups[1].Value
        AwsRdsEndpoint = [regex]::Match($text, 'Amazon RDS, STS\s+(\S+)').Groups[1].Value
    }
}

function Stop-Sandbox ($Sandbox) {
    $Sandbox.Process.Kill()
    $Sandbox.Process.WaitForExit()
}
