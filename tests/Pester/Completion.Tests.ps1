BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force

    function Get-Completion ([string] $Typed) {
        [Management.Automation.CommandCompletion]::CompleteInput($Typed, $Typed.Length, $null).CompletionMatches
    }
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

    It 'is silent where there is no cloud to ask' {
        { Get-Completion 'Get-AliyunRdsBackup -InstanceId rm-' } | Should -Not -Throw
    }
}
