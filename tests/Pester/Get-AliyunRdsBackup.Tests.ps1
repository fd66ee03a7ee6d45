BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $aliyun = @{ AliyunEndpoint = $sandbox.AliyunEndpoint; RegionId = 'cn-hangzhou' }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Get-AliyunRdsBackup' {
    It 'lists typed backups' {
        Get-AliyunRdsBackup @aliyun | Should -BeOfType RdsBackup.AliyunBackup
    }

    It 'lists one usable backup of an instance with -Latest' {
        $latest = Get-AliyunRdsBackup @aliyun -InstanceId rm-bp1mysql8local0001 -Latest
        $latest | Should -HaveCount 1
        $latest.Status | Should -Be 'Success'
    }

    It 'takes instances of any region from the pipeline' {
        $endpoint = @{ AliyunEndpoint = $sandbox.AliyunEndpoint }
        $backups = Get-AliyunRdsInstance @endpoint -RegionId cn-shanghai | Get-AliyunRdsBackup @endpoint
        $backups.RegionId | Sort-Object -Unique | Should -Be 'cn-shanghai'
    }

    It 'stops asking when Select-Object has enough' {
        Get-AliyunRdsBackup @aliyun | Select-Object -First 1 | Should -HaveCount 1
    }

    It 'shows links without their signature' {
        Get-AliyunRdsBackup @aliyun | Format-List * | Out-String | Should -Not -Match 'Signature='
    }

    It 'refuses a malformed time' {
        { Get-AliyunRdsBackup @aliyun -Since yesterday } |
            Should -Throw -ErrorId 'ParameterArgumentTransformationError,RdsBackup.PowerShell.GetAliyunRdsBackupCommand'
    }
}
