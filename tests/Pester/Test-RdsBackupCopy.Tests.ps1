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

Describe 'Test-RdsBackupCopy' {
    It 'finds nothing wrong with a copy just made' {
        $result = $copied | Test-RdsBackupCopy -EndpointUrl $sandbox.S3Endpoint -Full
        $result | Should -BeOfType RdsBackup.BackupCopyTestResult
        $result.Summary | Should -Be 'OK'
        $result.IsFull | Should -BeTrue
    }

    It 'passes a valid copy on' {
        $passed = Get-RdsBackupCopy @s3 | Test-RdsBackupCopy -EndpointUrl $sandbox.S3Endpoint -PassThru
        $passed.Key | Should -Be $copied.Key
    }

    It 'says that a copy is missing' {
        (Test-RdsBackupCopy @s3 -Key 'no/such.xb').Summary | Should -Be 'CopyMissing'
    }
}
