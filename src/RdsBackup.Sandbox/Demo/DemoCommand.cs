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
    private readonly SandboxCloud _cloud;
    private readonly ModuleSession _session;
    private readonly DemoEnvironment _environment;
    private int _heard;

    private DemoCommand(SandboxCloud cloud)
    {
        _cloud = cloud;
        _session = new ModuleSession(cloud);
        _environment = new DemoEnvironment(cloud);
    }

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
        _environment.Dispose();
    }

    private bool Run() => ByHand() && EveryNight();

    private bool ByHand() =>
        Step(
            "Which instances have a backup they can rely on?",
            "Get-AliyunRdsInstance | Test-AliyunRdsBackup",
            "$rows.IsValid -contains $true -and $rows.IsValid -contains $false")
        && Step(
            "What is wrong with the backups of one of them, down to their first bytes?",
            "Get-AliyunRdsBackup -InstanceId rm-bp1mysql57bad00001 | Test-AliyunRdsBackup -Deep | ForEach-Object Findings",
            "$rows.Code -contains 'BackupFailed' -and $rows.Code -contains 'ContentMagicMismatch'")
        && Step(
            "Copy the newest good one to S3, proved, and bring it back to disk, proved.",
            "Get-AliyunRdsBackup -Environment orders-cn -Latest | Test-AliyunRdsBackup -PassThru | Send-AliyunBackupToS3 -Environment orders-cn",
            "$rows.Status -eq 'Verified'")
        && Step(
            null,
            $"Get-RdsBackupCopy -Environment orders-cn | Save-RdsBackupCopy -Destination '{_environment.RestoreFolder}'",
            "$rows.Status -eq 'Verified'")
        && Step(
            "An export that would fail says so before it starts, with all its reasons.",
            "Get-AwsRdsSnapshot billing -Latest | Start-AwsSnapshotExport -Bucket exports -Prefix a:b -IamRoleArn arn:aws:iam::111122223333:role/rds-export -KmsKeyId alias/export",
            "-not $rows");

    private bool EveryNight() =>
        Step(
            "The nightly run: six environments of two clouds in one file, src/RdsBackup.Sandbox/Demo/rdsbackup.yaml. Two fail, each in its way, and stop no other.",
            "Invoke-RdsBackup -PollInterval 1s",
            "$rows[-1].Succeeded -eq 4 -and $rows.Instances.ErrorId -contains 'ChecksumMismatch' -and $rows.Instances.ErrorId -contains 'ExportFailedTrust'")
        && Hear("What the groups hear of it: one message each.", ["dba", "managers"], ["rm-bp1tampered000001", "analytics", "4 succeeded, 2 failed"])
        && Step(
            "The same run again: what is done is found, and nothing of it is moved. What failed is tried again.",
            "Invoke-RdsBackup -PollInterval 1s",
            "$rows[-1].Succeeded -eq 4 -and $rows[-1].Bytes -eq 0")
        && Hear("The failures are known already: the dba group hears nothing. The managers hear of every run.", ["managers"], ["4 succeeded, 2 failed"])
        && Step("In the morning: where everything stands.", "Get-RdsBackupStatus", "@($rows).Count -eq 6 -and @($rows | Where-Object Status -eq Healthy).Count -eq 4");

    private bool Step(string? comment, string command, string isExpected)
    {
        if (comment is not null)
        {
            Console.WriteLine($"# {comment}");
        }

        Show(command);
        _session.Show($"{command} -OutVariable rows");
        return Check(LanguagePrimitives.IsTrue(_session.Invoke(isExpected).LastOrDefault()), command);
    }

    // What the robots took since the last time.
    private bool Hear(string comment, string[] groups, string[] words)
    {
        Console.WriteLine($"# {comment}");
        WeComReceived[] messages = [.. _cloud.WeCom.Messages.Skip(_heard).OrderBy(_environment.GroupOf)];
        _heard += messages.Length;
        foreach (WeComReceived message in messages)
        {
            _session.Show("$args[0]", $"\n[{_environment.GroupOf(message)}]\n{message.Rendered}\n");
        }

        return Check(
            messages.Select(_environment.GroupOf).SequenceEqual(groups)
                && words.All(word => messages.Any(message => message.Text.Contains(word, StringComparison.Ordinal))),
            comment);
    }

    private static bool Check(bool isGood, string what)
    {
        if (!isGood)
        {
            Console.WriteLine($"!! '{what}' did not give what it should.");
        }

        return isGood;
    }

    private static void Show(string command) => Console.WriteLine($"PS> {command}");
}
