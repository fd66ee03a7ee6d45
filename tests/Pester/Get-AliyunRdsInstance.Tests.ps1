BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $aliyun = @{ AliyunEndpoint = $sandbox.AliyunEndpoint; RegionId = 'cn-hangzhou' }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Get-AliyunRdsInstance' {
    It 'lists typed instances of the region' {
        $instances = Get-AliyunRdsInstance @aliyun
        $instances | Should -BeOfType RdsBackup.AliyunRdsInstance
        $instances.RegionId | Sort-Object -Unique | Should -Be 'cn-hangzhou'
    }

    It 'lists every region' {
        $regions = Get-AliyunRdsInstance -AliyunEndpoint $sandbox.AliyunEndpoint -RegionId * | ForEach-Object RegionId
        $regions | Sort-Object -Unique | Should -Be 'cn-hangzhou', 'cn-shanghai'
    }

    It 'takes patterns' {
        (Get-AliyunRdsInstance @aliyun -InstanceId pgm-*).Engine | Sort-Object -Unique | Should -Be 'PostgreSQL'
    }

    It 'writes an error for an id that does not exist' {
        { Get-AliyunRdsInstance @aliyun -InstanceId rm-nowhere -ErrorAction Stop } |
            Should -Throw -ErrorId 'AliyunInstanceNotFound,RdsBackup.PowerShell.GetAliyunRdsInstanceCommand'
    }
}
