using System.Management.Automation;
using RdsBackup.Diagnostics;
using RdsBackup.Retrieval;

namespace RdsBackup.PowerShell;

/// <summary>
/// Checks copies in S3 against their manifests: size, checksum and storage class as S3 reports them, and with -Full every byte, read again.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "RdsBackupCopy")]
[OutputType(typeof(BackupCopyTestResult), typeof(BackupCopy))]
public sealed class TestRdsBackupCopyCommand : S3Command
{
    private readonly Dictionary<string, BackupCopyTester> _testers = new(StringComparer.Ordinal);

    /// <summary>Key of the copy. Get-RdsBackupCopy and Send-AliyunBackupToS3 write objects that have it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Key { get; set; } = "";

    /// <summary>Reads every byte again and compares its checksums. Works for a copy whose manifest is lost, too.</summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    /// <summary>Ranges that -Full reads at once, 1 to 64.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int Concurrency { get; set; } = 8;

    /// <summary>Writes the copies that are valid instead of results, and an error for each that is not.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken) => AttemptAsync($"s3://{Bucket}/{Key}", async () =>
    {
        BackupCopyTester tester = await TesterAsync(cancellationToken);
        BackupCopyTestResult result =
            await (Full ? tester.TestFullyAsync(Key, Concurrency, cancellationToken) : tester.TestAsync(Key, cancellationToken));
        await Pipeline.WriteObjectAsync(PassThru ? Pass(result) : result);
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (BackupCopyTester tester in _testers.Values)
        {
            tester.Dispose();
        }

        base.Dispose(disposing);
    }

    // Without a manifest there is no copy that could be passed on.
    private static BackupCopy Pass(BackupCopyTestResult result) => result is { IsValid: true, Copy: { } copy }
        ? copy
        : throw Errors.Create(
            nameof(Messages.CopyInvalid), RdsBackupErrorKind.CorruptData, $"s3://{result.Bucket}/{result.Key}",
            string.Join(" ", result.Findings.Select(finding => $"{finding.Code}: {finding.Message}")));

    private async Task<BackupCopyTester> TesterAsync(CancellationToken cancellationToken)
    {
        if (!_testers.TryGetValue(Bucket, out BackupCopyTester? tester))
        {
            tester = await BackupCopyTester.ConnectAsync(CreateConnection(), Clock, cancellationToken);
            _testers.Add(Bucket, tester);
        }

        return tester;
    }
}
