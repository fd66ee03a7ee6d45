BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox

    # Nobody answers there: connections wait in the queue of a socket that accepts none.
    $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $silent.Start()
    $nowhere = "http://127.0.0.1:$($silent.LocalEndpoint.Port)"
}

AfterAll {
    $silent.Stop()
    Stop-Sandbox $sandbox
}

Describe 'Stopping' {
    It 'ends a call within seconds, as Ctrl+C does' {
        $shell = [PowerShell]::Create()
        $null = $shell.AddScript("Import-Module '$Manifest'; Get-AliyunRdsInstance -RegionId cn-hangzhou -AliyunEndpoint $nowhere")
        $call = $shell.BeginInvoke()
        while (-not $silent.Pending()) { Start-Sleep -Milliseconds 50 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        $call.IsCompleted | Should -BeTrue
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $shell.Dispose()
    }

    It 'asks for no more than Select-Object wants' {
        $first = Get-AliyunRdsBackup -RegionId cn-hangzhou -AliyunEndpoint $sandbox.AliyunEndpoint | Select-Object -First 1
        $first | Should -HaveCount 1
    }

    It 'ends a thread job' {
        $job = Start-ThreadJob {
            Import-Module $using:Manifest
            Get-AliyunRdsInstance -RegionId cn-hangzhou -AliyunEndpoint $using:nowhere
        }
        while ($job.State -eq 'NotStarted') { Start-Sleep -Milliseconds 50 }
        $job | Stop-Job
        $job.State | Should -Be 'Stopped'
        $job | Remove-Job
    }
}
