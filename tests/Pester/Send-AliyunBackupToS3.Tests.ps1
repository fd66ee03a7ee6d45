BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $aliyun = @{ AliyunEndpoint = $sandbox.AliyunEndpoint; RegionId = 'cn-hangzhou' }
    $s3 = @{ AliyunEndpoint = $sandbox.AliyunEndpoint; EndpointUrl = $sandbox.S3Endpoint; Bucket = 'offsite' }
    $backup = Get-AliyunRdsBackup @aliyun -InstanceId rm-bp1mysql8local0001 -Latest
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Send-AliyunBackupToS3' {
    It 'copies nothing with -WhatIf' {
        $backup | Send-AliyunBackupToS3 @s3 -WhatIf | Should -BeNullOrEmpty
    }

    It 'proves the copy' {
        $result = $backup | Send-AliyunBackupToS3 @s3
        $result.Status | Should -Be 'Verified'
        $result.Bytes | Should -Be $backup.Size
    }

    It 'moves nothing the second time' {
        ($backup | Send-AliyunBackupToS3 @s3).Status | Should -Be 'AlreadyPresent'
    }

    It 'copies several at once' {
        $results = Get-AliyunRdsBackup @aliyun -InstanceId rm-bp1mysql8local0001 -Status Success |
            Send-AliyunBackupToS3 @s3 -Prefix parallel -ThrottleLimit 3
        @($results).Count | Should -BeGreaterThan 1
        $results | Where-Object Status -NE 'Verified' | Should -BeNullOrEmpty
    }

    It 'names a bucket that does not exist' {
        $s3.Bucket = 'nowhere'
        { $backup | Send-AliyunBackupToS3 @s3 -ErrorAction Stop } |
            Should -Throw -ErrorId 'BucketNotFound,RdsBackup.PowerShell.SendAliyunBackupToS3Command'
    }
}
