using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Exports;
using RdsBackup.S3;

namespace RdsBackup.PowerShell;

/// <summary>
/// Checks exports of snapshots in S3: that the task is complete, that nothing was left out, and that every file of every table is there and
/// begins and ends as a Parquet file does.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "AwsSnapshotExport")]
[OutputType(typeof(AwsSnapshotExportTestResult), typeof(AwsSnapshotExport))]
public sealed class TestAwsSnapshotExportCommand : S3Command
{
    /// <summary>Identifier of the export task.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("ExportTaskIdentifier")]
    [ValidateNotNullOrEmpty]
    public string ExportTaskId { get; set; } = "";

    /// <summary>Prefix the task exported under. Left out, its folder lies at the top of the bucket.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("S3Prefix")]
    [AllowEmptyString]
    public string Prefix { get; set; } = "";

    /// <summary>The task as the API describes it. Without it only what is in S3 is checked.</summary>
    [Parameter(ValueFromPipeline = true)]
    public AwsSnapshotExport? Export { get; set; }

    /// <summary>Reads the footer of every Parquet file, too, and tells the rows of each table.</summary>
    [Parameter]
    public SwitchParameter Deep { get; set; }

    /// <summary>Writes the exports that are valid instead of results, and an error for each that is not.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override CloudProvider? Cloud => CloudProvider.Aws;

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken) => AttemptAsync(ExportTaskId, async () =>
    {
        if (PassThru && Export is null)
        {
            throw Errors.Create(nameof(Messages.ExportRequired), RdsBackupErrorKind.InvalidInput, ExportTaskId);
        }

        // A task exports into a bucket of its own region.
        S3ConnectionOptions connection = CreateConnection(Export?.Region);
        using PipelineProgress progress = Pipeline.StartProgress(Errors.Text(nameof(Messages.ExportTestActivity), ExportTaskId), Clock);
        SnapshotExportTestOptions options = new()
        {
            Deep = Deep,
            OnProgress = done => progress.Report(() => Describe(done)),
            TimeProvider = Clock,
            Log = Pipeline.Log,
        };
        using SnapshotExportTester tester = await SnapshotExportTester.ConnectAsync(connection, options, cancellationToken);
        AwsSnapshotExportTestResult result = await (Export is null
            ? tester.TestAsync(Prefix, ExportTaskId, cancellationToken)
            : tester.TestAsync(Export, cancellationToken));
        await Pipeline.WriteObjectAsync(PassThru ? Pass(result) : result);
    });

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        Prefix = IsGiven(nameof(Prefix)) ? Prefix : environment.Export.Prefix ?? "";
    }

    private static ProgressUpdate Describe(ExportTestProgress done) => new(
        Errors.Text(nameof(Messages.ExportTestProgress), done.Tables, done.AllTables, done.Files),
        (int)Math.Clamp(100 * done.Tables / Math.Max(done.AllTables, 1), 0, 100));

    private static AwsSnapshotExport Pass(AwsSnapshotExportTestResult result) => result is { IsValid: true, Export: { } export }
        ? export
        : throw InvalidResult.OfExport(result.ExportTaskId, result);
}
