BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $sandbox = Start-Sandbox
    $s3 = @{ EndpointUrl = $sandbox.S3Endpoint; Bucket = 'offsite' }
}

AfterAll {
    Stop-Sandbox $sandbox
}

Describe 'Test-AwsSnapshotExport' {
    It 'says what is missing where no export lies' {
        $result = Test-AwsSnapshotExport @s3 -Prefix exports -ExportTaskId no-such-task
        $result | Should -BeOfType RdsBackup.AwsSnapshotExportTestResult
        $result.IsValid | Should -BeFalse
        $result.Findings.Code | Should -Be 'ExportInfoMissing', 'TablesInfoMissing'
    }

    It 'passes nothing on that was not piped in' {
        { Test-AwsSnapshotExport @s3 -ExportTaskId no-such-task -PassThru -ErrorAction Stop } | Should -Throw -ErrorId 'ExportRequired*'
    }
}
