BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $aliyun = @{ AliyunEndpoint = $sandbox.AliyunEndpoint; RegionId = 'cn-hangzhou' }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Get-AliyunRdsLogBackup' {
    It 'lists typed log files' {
        Get-AliyunRdsLogBackup @aliyun -InstanceId rm-bp1mysql8local0001 -Since 30d | Should -BeOfType RdsBackup.AliyunLogBackup
    }

    It 'lists one node with -HostInstanceId' {
        $logs = Get-AliyunRdsLogBackup @aliyun -InstanceId rm-bp1mysql8local0001 -Since 30d
        $node = $logs[0].HostInstanceId
        $ofNode = Get-AliyunRdsLogBackup @aliyun -InstanceId rm-bp1mysql8local0001 -Since 30d -HostInstanceId $node
        $ofNode.HostInstanceId | Sort-Object -Unique | Should -Be $node
    }
}
