BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $shell = [Environment]::ProcessPath
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'The module beside others' {
    It 'loads no SDK when it is imported' {
        $script = "Import-Module '$Manifest'; [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ `$_.GetName().Name } -like 'AWSSDK*'"
        & $shell -NoProfile -Command $script | Should -BeNullOrEmpty
    }

    It 'keeps its SDK out of the context that other modules share' {
        $script = @"
Import-Module '$Manifest'
Get-AwsRdsInstance -Region us-east-1 -AwsRdsEndpoint $($sandbox.AwsRdsEndpoint) | Out-Null
[Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.ForEach{ `$_.GetName().Name } -like 'AWSSDK*'
"@
        & $shell -NoProfile -Command $script | Should -BeNullOrEmpty
    }

    It 'has types that scripts can name' {
        [RdsBackup.AliyunBackup].FullName | Should -Be 'RdsBackup.AliyunBackup'
    }

    It 'works in several runspaces at once' {
        $instances = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:Manifest
            (Get-AliyunRdsInstance -RegionId cn-hangzhou -AliyunEndpoint ($using:sandbox).AliyunEndpoint).Count
        }
        $instances | Should -HaveCount 4
        $instances | Sort-Object -Unique | Should -HaveCount 1
    }

    It 'works in a thread job, and its objects come out whole' {
        $job = Start-ThreadJob {
            Import-Module $using:Manifest
            Get-AliyunRdsInstance -RegionId cn-hangzhou -AliyunEndpoint ($using:sandbox).AliyunEndpoint
        }
        $instances = $job | Receive-Job -Wait -AutoRemoveJob
        $instances[0] | Should -BeOfType RdsBackup.AliyunRdsInstance
    }
}
