using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace RdsBackup.Sandbox.Demo;

/// <summary>
/// The module's main jobs on the emulated clouds, in the real PowerShell engine, as a person would see it in pwsh. Every step
/// checks what came out; one that does not fit ends the demo with exit code 1.
/// </summary>
internal sealed class DemoCommand : IDisposable
{
    private const string Instance = "rm-bp1mysql8local0001";

    private readonly ModuleSession _session;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-demo-");

    private DemoCommand(SandboxCloud cloud) => _session = new ModuleSession(cloud);

    /// <summary>Runs the demo and returns the exit code.</summary>
    public static async Task<int> RunAsync()
    {
        Stopwatch clock = Stopwatch.StartNew();
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(new SandboxOptions { InternalReachable = false, AwsPace = AwsRdsPace.OfExports(TimeSpan.FromSeconds(2)) });
        Console.WriteLine($"Emulated clouds: ApsaraDB RDS {cloud.AliyunEndpoint}  OSS {cloud.OssEndpoint}  Amazon S3 {cloud.S3Endpoint}  Amazon RDS {cloud.AwsRds.Endpoint}\n");
        Show("Import-Module ./artifacts/module/RdsBackup");
        using DemoCommand demo = new(cloud);
        bool isGood = demo.Run();
        string outcome = isGood ? "The demo ended as it should" : "The demo FAILED";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcome}, after {clock.Elapsed.TotalSeconds:F1} s."));
        return isGood ? 0 : 1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }

    private bool Run() => CopyFromAlibabaCloud() && ExportFromAws();

    private bool CopyFromAlibabaCloud() =>
        Step("Which instances are there?", "Get-AliyunRdsInstance", rows => rows.Count >= 3)
            && Step("What backups does one of them have?", $"Get-AliyunRdsBackup -InstanceId {Instance} -Since 7d", rows => rows.Count >= 3)
            && Step("Which instances have a backup they can rely on?", "Get-AliyunRdsInstance | Test-AliyunRdsBackup", rows => Any(rows, "IsValid", true) && Any(rows, "IsValid", false))
            && Step(
                "What is wrong with the backups of one of them, down to their first bytes?",
                "Get-AliyunRdsBackup -InstanceId rm-bp1mysql57bad00001 | Test-AliyunRdsBackup -Deep | ForEach-Object Findings",
                rows => Any(rows, "Code", "BackupFailed") && Any(rows, "Code", "ContentMagicMismatch"))
            && Step(
                "Copy the newest good one to S3, proved.",
                $"Get-AliyunRdsBackup -InstanceId {Instance} -Latest | Test-AliyunRdsBackup -Deep -PassThru | Send-AliyunBackupToS3 -Bucket offsite",
                rows => Any(rows, "Status", "Verified"))
            && Step(
                "The same once more: nothing is moved.",
                $"Get-AliyunRdsBackup -InstanceId {Instance} -Latest | Send-AliyunBackupToS3 -Bucket offsite",
                rows => Any(rows, "Status", "AlreadyPresent"))
            && Step(
                "A backup whose bytes were changed on the way is refused, with both checksums.",
                "Get-AliyunRdsBackup -InstanceId rm-bp1tampered000001 -Latest | Send-AliyunBackupToS3 -Bucket offsite",
                rows => Any(rows, "ErrorId", "ChecksumMismatch"))
            && Step("What lies in S3 now?", "Get-RdsBackupCopy -Bucket offsite", rows => rows.Count == 1)
            && Step(
                "Bring it back to disk, proved.",
                $"Get-RdsBackupCopy -Bucket offsite | Save-RdsBackupCopy -Destination '{_folder}'",
                rows => Any(rows, "Status", "Verified"));

    private bool ExportFromAws() =>
        Step("What is the newest usable snapshot of each database on AWS?", "Get-AwsRdsSnapshot -Latest", rows => Any(rows, "InstanceId", "orders"))
            && Step(
                "Export one to S3, follow it to its end, and check that it is complete.",
                "$target = @{ Bucket = 'exports'; IamRoleArn = 'arn:aws:iam::111122223333:role/rds-export'; KmsKeyId = 'alias/export' }; "
                    + "Get-AwsRdsSnapshot orders -Latest | Start-AwsSnapshotExport @target | Wait-AwsSnapshotExport -PollInterval 1s | Test-AwsSnapshotExport",
                rows => Any(rows, "Summary", "OK"))
            && Step(
                "The same once more: nothing is exported twice.",
                "Get-AwsRdsSnapshot orders -Latest | Start-AwsSnapshotExport @target",
                rows => Any(rows, "AlreadyExported", true))
            && Step(
                "What would fail is said before it starts, all at once.",
                "Get-AwsRdsSnapshot billing -Latest | Start-AwsSnapshotExport @target -Prefix 'a:b'",
                rows => rows.Count == 0)
            && Step(
                "What fails later comes with its cause and what to do.",
                "$target.IamRoleArn += '-no-trust'; Start-AwsSnapshotExport orders-before-upgrade @target | Wait-AwsSnapshotExport -PollInterval 1s",
                rows => Any(rows, "Status", "FAILED"));

    private bool Step(string comment, string command, Func<IReadOnlyCollection<PSObject>, bool> isExpected)
    {
        Console.WriteLine($"# {comment}");
        Show(command);
        _session.Show($"{command} -OutVariable rows");
        bool isGood = isExpected(_session.Invoke("$rows"));
        if (!isGood)
        {
            Console.WriteLine($"!! '{command}' did not give what it should.");
        }

        return isGood;
    }

    private static bool Any(IEnumerable<PSObject> rows, string property, object value) =>
        rows.Any(row => Equals(row.Properties[property]?.Value?.ToString(), value.ToString()));

    private static void Show(string command) => Console.WriteLine($"PS> {command}");
}
