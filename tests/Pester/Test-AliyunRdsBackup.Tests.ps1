BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $aliyun = @{ AliyunEndpoint = $sandbox.AliyunEndpoint; RegionId = 'cn-hangzhou' }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Test-AliyunRdsBackup' {
    It 'writes one result for each instance' {
        $count = @(Get-AliyunRdsInstance @aliyun).Count
        $results = Get-AliyunRdsInstance @aliyun | Test-AliyunRdsBackup @aliyun
        $results | Should -BeOfType RdsBackup.AliyunBackupTestResult
        $results | Should -HaveCount $count
    }

    It 'finds a backup that is older than allowed' {
        (Test-AliyunRdsBackup @aliyun -InstanceId rm-bp1mysql8local0001 -MaximumAge 1m).Findings.Code | Should -Contain 'BackupTooOld'
    }

    It 'passes only valid backups on with -PassThru' {
        $valid = Test-AliyunRdsBackup @aliyun -PassThru -ErrorVariable invalid -ErrorAction SilentlyContinue
        $valid | Should -BeOfType RdsBackup.AliyunBackup
        $invalid.FullyQualifiedErrorId | Sort-Object -Unique | Should -Be 'BackupInvalid,RdsBackup.PowerShell.TestAliyunRdsBackupCommand'
    }
}
