#Requires -RunAsAdministrator
<#
.SYNOPSIS
Registers the nightly run with the Task Scheduler of Windows.
.DESCRIPTION
Copies the script to C:\ProgramData\RdsBackup, where windows-task.xml starts it, and registers that task. The configuration is expected there as
rdsbackup.json or rdsbackup.yaml, and the module where the account finds it.
.PARAMETER UserId
The account to run as. A group managed service account (DOMAIN\name$) needs no password.
.PARAMETER Password
Password of any other account.
.EXAMPLE
./Register-NightlyTask.ps1 -UserId 'CORP\rdsbackup$'
Registers it for a group managed service account.
.EXAMPLE
./Register-NightlyTask.ps1 -UserId 'CORP\backup' -Password (Read-Host -AsSecureString)
Registers it for an account with a password.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $UserId,
    [securestring] $Password
)

$ErrorActionPreference = 'Stop'
$folder = New-Item (Join-Path $env:ProgramData RdsBackup) -ItemType Directory -Force
Copy-Item (Join-Path $PSScriptRoot .. Invoke-NightlyBackup.ps1) $folder

$task = @{ TaskName = 'RdsBackup'; Xml = Get-Content (Join-Path $PSScriptRoot windows-task.xml) -Raw; Force = $true }
if ($Password) {
    Register-ScheduledTask @task -User $UserId -Password ([Net.NetworkCredential]::new('', $Password).Password)
}
else {
    $principal = New-ScheduledTaskPrincipal -UserId $UserId -LogonType Password
    Register-ScheduledTask @task | Out-Null
    Set-ScheduledTask -TaskName $task.TaskName -Principal $principal
}
