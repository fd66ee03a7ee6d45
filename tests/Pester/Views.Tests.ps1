BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $PSDefaultParameterValues['*-Aliyun*:AliyunEndpoint'] = $sandbox.AliyunEndpoint
    $PSDefaultParameterValues['*-Aliyun*:RegionId'] = 'cn-hangzhou'
    $backups = Get-AliyunRdsBackup | Sort-Object Size
}

AfterAll {
    $PSDefaultParameterValues.Clear()
    Stop-Sandbox $sandbox
}

Describe 'What people see' {
    It 'is a table that begins with what a row is' {
        $lines = $backups | Format-Table | Out-String -Width 140 -Stream | Where-Object { $_ }
        $lines[0] | Should -Match '^InstanceId +BackupId'
    }

    It 'has every column in a narrow window' {
        $lines = $backups | Out-String -Width 80 -Stream | Where-Object { $_ }
        -split $lines[0] | Should -Be 'InstanceId', 'BackupId', 'Type', 'Method', 'Status', 'Size', 'Age'
        $lines | ForEach-Object Length | Sort-Object | Select-Object -Last 1 | Should -BeLessOrEqual 80
    }

    It 'is grouped where that reads better' {
        Get-AliyunRdsInstance | Out-String | Should -Match 'RegionId: cn-hangzhou'
    }

    It 'is a list of everything that matters' {
        $text = $backups | Select-Object -First 1 | Format-List | Out-String
        $text | Should -Match 'InstanceId +: rm-'
        $text | Should -Match 'Size +: [\d.]+ ([KMGT]i)?B'
    }

    It 'has no colours in files' {
        $file = Join-Path $TestDrive 'backups.txt'
        $backups | Format-Table | Out-File $file
        Get-Content $file -Raw | Should -Not -Match ([char]27)
    }

    It 'has colours where they are wanted, and none with NO_COLOR' {
        $script = "Import-Module '$Manifest'; [RdsBackup.BackupFinding]::new('A', 'Error', 'b') | Out-String"
        $shell = [Environment]::ProcessPath
        & $shell -NoProfile -Command "`$PSStyle.OutputRendering = 'Ansi'; $script" | Out-String | Should -Match ([char]27)
        $env:NO_COLOR = '1'
        try { & $shell -NoProfile -Command $script | Out-String | Should -Not -Match ([char]27) }
        finally { Remove-Item env:NO_COLOR }
    }

    It 'is in a transcript' {
        $file = Join-Path $TestDrive 'transcript.txt'
        Start-Transcript $file | Out-Null
        $backups | Select-Object -First 1 | Out-Default
        Stop-Transcript | Out-Null
        Get-Content $file -Raw | Should -Match $backups[0].InstanceId
    }
}

Describe 'What people do with objects' {
    It 'sorts and groups by values, not by text' {
        $sizes = ($backups | Sort-Object Size -Descending).Size
        $sizes | Should -Be ($sizes | Sort-Object -Descending)
        $backups | Group-Object InstanceId | Should -Not -BeNullOrEmpty
    }

    It 'knows the names of the API' {
        $backups[0].BackupSize | Should -Be $backups[0].Size
        $backups[0].DBInstanceId | Should -Be $backups[0].InstanceId
    }

    It 'survives Export-Clixml' {
        $file = Join-Path $TestDrive 'backups.xml'
        $backups | Export-Clixml $file
        $again = Import-Clixml $file
        $again.BackupId | Should -Be $backups.BackupId
        $again | Format-Table | Out-String -Width 140 | Should -Be ($backups | Format-Table | Out-String -Width 140)
    }

    It 'becomes JSON and CSV, without the secrets of links' {
        $json = $backups | ConvertTo-Json -Depth 3
        ($json | ConvertFrom-Json).BackupId | Should -Be $backups.BackupId
        $csv = $backups | Select-Object InstanceId, BackupId, Size, EndTime | ConvertTo-Csv
        $csv.Count | Should -Be ($backups.Count + 1)
        $backups | Export-Csv (Join-Path $TestDrive 'backups.csv')
        $json, (Get-Content (Join-Path $TestDrive 'backups.csv') -Raw) | Should -Not -Match 'Signature='
    }

    It 'survives a job' {
        $job = Start-ThreadJob { $using:backups | Sort-Object EndTime | Select-Object -Last 1 }
        ($job | Receive-Job -Wait -AutoRemoveJob).BackupId | Should -Be ($backups | Sort-Object EndTime)[-1].BackupId
    }
}
