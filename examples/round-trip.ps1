<#
.SYNOPSIS
Takes the newest backup of an instance to S3 and back to disk, proved at every step.
.EXAMPLE
dotnet run --project src/RdsBackup.Sandbox -- run examples/round-trip.ps1 -- rm-bp1mysql8local0001 /tmp/restore/
Rehearses it against the emulated cloud.
#>
param(
    [Parameter(Mandatory)] [string] $InstanceId,
    [Parameter(Mandatory)] [string] $Destination,
    [string] $Bucket = 'offsite'
)

$ErrorActionPreference = 'Stop'

# In S3, by way of everything that can be said of the backup beforehand.
Get-AliyunRdsBackup -InstanceId $InstanceId -Latest |
    Test-AliyunRdsBackup -Deep -PassThru |
    Send-AliyunBackupToS3 -Bucket $Bucket

# Still what it was, to the last byte.
Get-RdsBackupCopy -Bucket $Bucket -InstanceId $InstanceId -Latest | Test-RdsBackupCopy -Full -PassThru |
    Save-RdsBackupCopy -Destination $Destination
