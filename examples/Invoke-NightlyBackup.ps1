<#
.SYNOPSIS
The nightly run for a scheduler: it asks nothing, keeps a log file, ends in time, and says by its exit code how it went.
.DESCRIPTION
Calls Invoke-RdsBackup and writes what it writes: a result for each environment, and the report. Errors go to the error stream.

Exit codes:
  0  All is well: everything is safe and was checked, or it was not the time to begin (run:windows).
  1  Something failed: an environment, the time-out, an alert that reached nobody; or the run could not begin now, since another is under way.
  2  Nothing was begun: the configuration, the credentials or the installation are not as they must be.
  3  Nothing was found where something was required: an environment that matches no instance, and no other failure.

What failed is told by the alert rules of the configuration, too. The exit code is for whoever starts the script.
.PARAMETER ConfigurationPath
The configuration. Without it, that of RDSBACKUP_CONFIGURATION, or else the one in the usual places (about_RdsBackup).
.PARAMETER Environment
Environments to run, by name or pattern; several separated by commas. Without it, all.
.PARAMETER LogPath
The log file; its day is put before the extension. It says each step, unless RDSBACKUP_LOG_LEVEL says otherwise. Without it, logging:path of
the configuration.
.PARAMETER ReportPath
File for the report as JSON. Without it, run:reportPath of the configuration.
.PARAMETER Timeout
How long the run may take, such as 90m or 6h; what is unfinished then is cancelled, told, and gone on with by the next run. Give the
scheduler a longer limit, so that there is time left to tell. Without it, run:timeout of the configuration.
.PARAMETER SkipExport
Checks snapshots of Amazon RDS, but exports none.
.PARAMETER Module
The module: its name, or the folder or manifest it is to be imported from.
.EXAMPLE
pwsh -NoProfile -NonInteractive -File ./Invoke-NightlyBackup.ps1 -ConfigurationPath /etc/rdsbackup/rdsbackup.json -Timeout 6h
The run, as a scheduler starts it.
.EXAMPLE
pwsh -NoProfile -NonInteractive -File ./Invoke-NightlyBackup.ps1 -Environment prod-cn,prod-eu -LogPath /var/log/rdsbackup/run.log
Two environments, of the configuration in its usual place.
.LINK
about_RdsBackup_Scheduling
#>
[CmdletBinding()]
param(
    [string[]] $ConfigurationPath,
    [string[]] $Environment,
    [string] $LogPath,
    [string] $ReportPath,
    [string] $Timeout,
    [switch] $SkipExport,
    [string] $Module = 'RdsBackup'
)

$ErrorActionPreference = 'Continue'
$ProgressPreference = 'SilentlyContinue'
$exitCode = 1

# Variables count more than what the configuration says. They belong to the whole process, so they are put back.
$variables = @{
    RDSBACKUP_LOG_PATH         = $LogPath
    RDSBACKUP_LOG_LEVEL        = if ($LogPath -and -not $env:RDSBACKUP_LOG_LEVEL) { 'Verbose' }
    RDSBACKUP__RUN__REPORTPATH = $ReportPath
    RDSBACKUP__RUN__TIMEOUT    = $Timeout
}
$before = @{}
foreach ($name in $variables.Keys) {
    if ($variables[$name]) {
        $before[$name] = [Environment]::GetEnvironmentVariable($name) ?? [NullString]::Value
        [Environment]::SetEnvironmentVariable($name, $variables[$name])
    }
}

try {
    if (-not (Get-Module $Module)) { Import-Module $Module -ErrorAction Stop }
    $options = @{ SkipExport = $SkipExport; Confirm = $false }
    if ($ConfigurationPath) { $options.ConfigurationPath = $ConfigurationPath }
    # With pwsh -File a list arrives as one text.
    if ($Environment) { $options.Environment = $Environment -split ',' }

    Invoke-RdsBackup @options -OutVariable results -ErrorVariable failures

    $report = $results | Where-Object { $_ -is [RdsBackup.RdsBackupRunReport] }
    $exitCode = switch ("$($report.Status)") {
        '' { 3 } # No environment has such a name.
        'Failed' { 1 }
        'NothingFound' { 3 }
        default { if ($failures) { 1 } else { 0 } } # People or the report file could not be reached.
    }
}
catch {
    $PSCmdlet.WriteError($_)
    $mayPass = "$($_.Exception.Kind)" -in 'AlreadyExists', 'Connection', 'Throttled', 'Service'
    $exitCode = if ($mayPass) { 1 } else { 2 }
}
finally {
    foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
}

exit $exitCode
