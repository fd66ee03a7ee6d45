<#
.SYNOPSIS
The nightly run as a runbook of Azure Automation (runtime environment PowerShell 7.4, with the package RdsBackup).
.DESCRIPTION
A job has no exit code: it fails when the runbook throws. The Automation account holds

  variable    RdsBackupConfiguration   the configuration as JSON; alerts:state:s3 and run:lease:s3 in it, since a job keeps nothing
  variable    WecomKey                 encrypted: the robot's key, ${env:WECOM_KEY} in the configuration
  credential  AliyunBackup             AccessKey id and secret for Alibaba Cloud
  credential  AwsBackup                the same for AWS

Azure ends a job in its own sandbox after three hours. Run it on a hybrid worker for more, near the databases or the bucket.
.PARAMETER Environment
Environments to run, by name or pattern. Left out, all.
.PARAMETER Timeout
How long the run may take.
#>
[CmdletBinding()]
param(
    [string[]] $Environment = '*',
    [string] $Timeout = '160m'
)

$ErrorActionPreference = 'Continue'
$ProgressPreference = 'SilentlyContinue'

$aliyun = Get-AutomationPSCredential -Name AliyunBackup
$aws = Get-AutomationPSCredential -Name AwsBackup
$env:ALIBABA_CLOUD_ACCESS_KEY_ID = $aliyun.UserName
$env:ALIBABA_CLOUD_ACCESS_KEY_SECRET = $aliyun.GetNetworkCredential().Password
$env:AWS_ACCESS_KEY_ID = $aws.UserName
$env:AWS_SECRET_ACCESS_KEY = $aws.GetNetworkCredential().Password
$env:WECOM_KEY = Get-AutomationVariable -Name WecomKey
$env:RDSBACKUP__RUN__TIMEOUT = $Timeout

$configuration = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'rdsbackup.json')
[IO.File]::WriteAllText($configuration, (Get-AutomationVariable -Name RdsBackupConfiguration))

Invoke-RdsBackup $Environment -ConfigurationPath $configuration -Confirm:$false -OutVariable results
$report = $results | Where-Object { $_ -is [RdsBackup.RdsBackupRunReport] }
if (-not $report -or "$($report.Status)" -in 'Failed', 'NothingFound' -or $report.AlertErrors) { throw "The nightly run did not succeed. $report" }
