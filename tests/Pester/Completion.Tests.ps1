BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox

    function Get-Completion ([string] $Typed) {
        [Management.Automation.CommandCompletion]::CompleteInput($Typed, $Typed.Length, $null).CompletionMatches
    }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Tab' {
    It 'offers the cmdlets' {
        (Get-Completion 'Send-AliyunB').CompletionText | Should -Contain 'Send-AliyunBackupToS3'
    }

    It 'offers regions, with their names' {
        $regions = Get-Completion 'Get-AliyunRdsInstance -RegionId cn-h'
        $regions.CompletionText | Should -Contain 'cn-hangzhou'
        $regions | Where-Object CompletionText -eq 'cn-hangzhou' | ForEach-Object ToolTip | Should -Match 'Hangzhou'
    }

    It 'offers regions of AWS' {
        (Get-Completion 'Get-AwsRdsSnapshot -Region us-e').CompletionText | Should -Contain 'us-east-1'
    }

    It 'offers the values of enumerations' {
        (Get-Completion 'Send-AliyunBackupToS3 -Network ').CompletionText | Should -Contain 'Internal'
    }

    It 'hides what only views use' {
        (Get-Completion '[RdsBackup.PowerShell.Display').CompletionText | Should -BeNullOrEmpty
    }

    It 'offers the columns of a type to other cmdlets' {
        (Get-Completion 'Get-AliyunRdsBackup | Sort-Object Si').CompletionText | Should -Contain 'Size'
    }

    It 'offers the instances that there are' {
        $instances = Get-Completion "Get-AliyunRdsBackup -RegionId cn-hangzhou -AliyunEndpoint $($sandbox.AliyunEndpoint) -InstanceId rm-"
        $instances.CompletionText | Should -Contain 'rm-bp1mysql8local0001'
        ($instances | Where-Object CompletionText -eq 'rm-bp1mysql8local0001').ToolTip | Should -Match 'MySQL'
    }

    It 'is quick and silent where there is no cloud to ask' {
        $Error.Clear()
        $time = Measure-Command { Get-Completion 'Get-AliyunRdsBackup -RegionId cn-hangzhou -AliyunEndpoint http://127.0.0.1:9 -InstanceId rm-' }
        $time.TotalSeconds | Should -BeLessThan 5
        $Error | Should -BeNullOrEmpty
    }

    It 'offers what the configuration names' {
        @{
            environments = @{ prod = @{ cloud = 'aliyun'; regions = @('cn-hangzhou'); instances = @('rm-*'); destination = @{ bucket = 'offsite' } } }
        } | ConvertTo-Json -Depth 4 | Set-Content (Join-Path $TestDrive 'rdsbackup.json')
        Push-Location $TestDrive
        try {
            (Get-Completion 'Invoke-RdsBackup -Environment ').CompletionText | Should -Be 'prod'
            (Get-Completion 'Get-RdsBackupCopy -Bucket ').CompletionText | Should -Be 'offsite'
        }
        finally { Pop-Location }
    }
}

Describe 'What people write' {
    It 'knows a region by its name' {
        $instances = Get-AliyunRdsInstance -RegionId 'China (Hangzhou)' -AliyunEndpoint $sandbox.AliyunEndpoint
        $instances.RegionId | Sort-Object -Unique | Should -Be 'cn-hangzhou'
    }

    It 'takes objects where it takes ids' {
        $rows = "DBInstanceId`nrm-bp1mysql8local0001" | ConvertFrom-Csv
        $backups = Get-AliyunRdsBackup -InstanceId $rows -RegionId cn-hangzhou -AliyunEndpoint $sandbox.AliyunEndpoint
        $backups.InstanceId | Sort-Object -Unique | Should -Be 'rm-bp1mysql8local0001'
    }

    It 'says what it accepts' {
        { Get-AliyunRdsBackup -Since soon } | Should -Throw '*7d*'
        { Get-RdsBackupCopy offsite -EndpointUrl ftp://example.com } | Should -Throw '*https://*'
    }
}
