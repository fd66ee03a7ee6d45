BeforeDiscovery {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $cmdlets = (Get-Command -Module RdsBackup).Name | Sort-Object
    $cultures = 'en-US', 'zh-CN'
    $topics = Get-ChildItem (Join-Path (Split-Path $Manifest) 'en-US') -Filter 'about_*.help.txt' | ForEach-Object { $_.Name -replace '\.help\.txt$' }
}

BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
}

Describe 'Get-Help <_>' -ForEach $cmdlets {
    BeforeAll {
        $help = Get-Help $_ -Full
        $command = Get-Command $_
    }

    It 'says what the command is for' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match ([regex]::Escape("$_ ["))
        ($help.Description | Out-String).Trim() | Should -Not -BeNullOrEmpty
    }

    It 'describes every parameter' {
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
        $parameters = $command.Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object
        $described = $help.parameters.parameter | Where-Object { $_.description } | ForEach-Object name | Where-Object { $_ -notin $common } | Sort-Object
        $described | Should -Be $parameters
    }

    It 'has examples that say what they do' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 3
        $help.examples.example.title | Should -Not -BeNullOrEmpty
    }

    It 'is shown as a page' {
        Get-Help $_ -Examples | Out-String -Width 140 | Should -Match ([regex]::Escape($_))
    }
}

Describe 'Topics' {
    It 'has <_>' -ForEach $topics {
        (Get-Help $_ | Out-String).Length | Should -BeGreaterThan 500
    }
}

Describe 'Languages' {
    It 'is complete in <_>' -ForEach $cultures {
        $folder = Join-Path (Split-Path $Manifest) $_
        Get-ChildItem $folder -Filter '*-Help.xml' | Should -Not -BeNullOrEmpty
        (Get-ChildItem $folder -Filter 'about_*.help.txt').Count | Should -BeGreaterOrEqual 7
    }
}
