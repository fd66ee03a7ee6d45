BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $bucket = @{ Bucket = 'offsite'; EndpointUrl = $sandbox.S3Endpoint; Check = 'Bucket', 'BucketWrite' }
}

AfterAll { Stop-Sandbox $sandbox }

Describe 'Test-RdsBackupHealth' {
    It 'really tries a bucket' {
        (Test-RdsBackupHealth @bucket).Status | Should -Be 'Healthy', 'Healthy'
    }

    It 'says yes or no with -Quiet' {
        Test-RdsBackupHealth @bucket -Quiet | Should -BeTrue
        $bucket.Bucket = 'no-such-bucket'
        Test-RdsBackupHealth @bucket -Quiet | Should -BeFalse
    }

    It 'makes a result of a configuration that cannot be read' {
        $result = Test-RdsBackupHealth -ConfigurationPath no-such-file.json -Check Configuration
        $result.Status | Should -Be 'Failed'
        $result.Remedy | Should -Not -BeNullOrEmpty
    }
}
