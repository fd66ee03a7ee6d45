BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $aliyun = @{ AliyunEndpoint = $sandbox.AliyunEndpoint; RegionId = 'cn-hangzhou' }
    $s3 = @{ EndpointUrl = $sandbox.S3Endpoint; Bucket = 'offsite' }
    $copied = Get-AliyunRdsBackup @aliyun -InstanceId rm-bp1mysql8local0001 -Latest |
        Send-AliyunBackupToS3 @s3 -AliyunEndpoint $sandbox.AliyunEndpoint
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Get-RdsBackupCopy' {
    It 'lists what was copied' {
        $copy = Get-RdsBackupCopy @s3
        $copy | Should -BeOfType RdsBackup.BackupCopy
        $copy.Key | Should -Be $copied.Key
        $copy.IsVerified | Should -BeTrue
    }

    It 'filters by instance' {
        Get-RdsBackupCopy @s3 -InstanceId rm-bp1mysql* | Should -HaveCount 1
        Get-RdsBackupCopy @s3 -InstanceId pgm-* | Should -BeNullOrEmpty
    }
}
