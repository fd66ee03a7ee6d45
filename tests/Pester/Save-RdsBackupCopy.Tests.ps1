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

Describe 'Save-RdsBackupCopy' {
    It 'downloads nothing with -WhatIf' {
        $copied | Save-RdsBackupCopy -EndpointUrl $sandbox.S3Endpoint -Destination TestDrive:/ -WhatIf
        Get-ChildItem TestDrive:/ | Should -BeNullOrEmpty
    }

    It 'downloads a copy and proves it' {
        $result = Get-RdsBackupCopy @s3 | Save-RdsBackupCopy -EndpointUrl $sandbox.S3Endpoint -Destination TestDrive:/
        $result | Should -BeOfType RdsBackup.BackupDownloadResult
        $result.Status | Should -Be 'Verified'
        (Get-Item $result.Path).Length | Should -Be $copied.Bytes
    }

    It 'does not download it twice' {
        ($copied | Save-RdsBackupCopy -EndpointUrl $sandbox.S3Endpoint -Destination TestDrive:/).Status | Should -Be 'AlreadyPresent'
    }

    It 'replaces nothing unasked' {
        Set-Content TestDrive:/mine.txt 'mine'
        $copied | Save-RdsBackupCopy -EndpointUrl $sandbox.S3Endpoint -Destination TestDrive:/mine.txt -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'DestinationExists,*'
        Get-Content TestDrive:/mine.txt | Should -Be 'mine'
    }
}
