BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $s3 = @{ EndpointUrl = $sandbox.S3Endpoint; Bucket = 'offsite' }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Clear-RdsBackupUpload' {
    It 'finds nothing where every copy was finished' {
        Clear-RdsBackupUpload @s3 -OlderThan 0m | Should -BeNullOrEmpty
    }

    It 'names a bucket that does not exist' {
        { Clear-RdsBackupUpload -EndpointUrl $sandbox.S3Endpoint -Bucket nowhere -ErrorAction Stop } |
            Should -Throw -ErrorId 'BucketNotFound,RdsBackup.PowerShell.ClearRdsBackupUploadCommand'
    }
}
