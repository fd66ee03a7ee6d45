using System.Management.Automation;
using RdsBackup.Retrieval;

namespace RdsBackup.PowerShell;

/// <summary>
/// Checks copies in S3 against their manifests: size, checksum and storage class as S3 reports them, and with -Full every byte, read again.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "RdsBackupCopy")]
[OutputType(typeof(BackupCopyTestResult), typeof(BackupCopy))]
public sealed class TestRdsBackupCopyCommand : StoredCopyCommand
{
    /// <summary>Reads every byte again and compares its checksums. Works for a copy whose manifest is lost, too.</summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    /// <summary>Writes the copies that are valid instead of results, and an error for each that is not.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken) => AttemptAsync(Address, async () =>
    {
        BackupCopyTester tester = await ReachAsync(bucket => BackupCopyTester.ConnectAsync(bucket, ReadOptions(), cancellationToken));
        BackupCopyTestResult result =
            await (Full ? TestFullyAsync(tester, cancellationToken) : tester.TestAsync(Key, cancellationToken));
        await Pipeline.WriteObjectAsync(PassThru ? Pass(result) : result);
    });

    private async Task<BackupCopyTestResult> TestFullyAsync(BackupCopyTester tester, CancellationToken cancellationToken)
    {
        using CopyProgressBar progress = StartProgress(nameof(Diagnostics.Messages.ReadActivity));
        return await tester.TestFullyAsync(Key, progress, cancellationToken);
    }

    private CopyReadOptions ReadOptions() => new()
    {
        Concurrency = Concurrency,
        BandwidthLimit = BandwidthLimit,
        TimeProvider = Clock,
        Log = Pipeline.Log,
    };

    // Without a manifest there is no copy that could be passed on.
    private static BackupCopy Pass(BackupCopyTestResult result) => result is { IsValid: true, Copy: { } copy }
        ? copy
        : throw InvalidResult.OfCopy($"s3://{result.Bucket}/{result.Key}", result);
}
