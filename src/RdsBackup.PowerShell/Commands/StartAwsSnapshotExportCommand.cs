using System.Management.Automation;
using RdsBackup.Aws;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Exports;
using RdsBackup.S3;

namespace RdsBackup.PowerShell;

/// <summary>
/// Exports snapshots to S3 as Parquet files. Such an export is a copy for analysis: it cannot be restored to RDS (Copy-AwsRdsSnapshot makes
/// copies that can). What would make it fail is said before it starts, and what was exported is not exported again.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "AwsSnapshotExport", SupportsShouldProcess = true)]
[OutputType(typeof(AwsSnapshotExport))]
public sealed class StartAwsSnapshotExportCommand : AwsRdsConnectionCommand
{
    private readonly Dictionary<IAwsRdsClient, SnapshotExporter> _exporters = [];

    /// <summary>The snapshot: its identifier. Snapshots of instances are looked for first, then those of clusters.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("DBSnapshotIdentifier", "DBClusterSnapshotIdentifier")]
    [AllowNull]
    [AllowEmptyString]
    public string? SnapshotId { get; set; }

    /// <summary>ARN of a snapshot, a cluster snapshot, or a cluster, whose data is then exported as it is now. It goes before -SnapshotId.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Arn", "DBSnapshotArn", "DBClusterSnapshotArn")]
    [AllowNull]
    [AllowEmptyString]
    public string? SourceArn { get; set; }

    /// <summary>
    /// Region of the snapshot. Without it that of the profile, of AWS_REGION or AWS_DEFAULT_REGION, or of the default profile is taken; where
    /// none of them names one, that of the ARN.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AwsRegion")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AwsRegionCompleter))]
    [AwsRegionTransformation]
    public string? Region { get; set; }

    /// <summary>The bucket, in the region of the snapshot.</summary>
    [Parameter]
    [Alias("S3BucketName", "S3Bucket", "BucketName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BucketCompleter))]
    public string? Bucket { get; set; }

    /// <summary>Prefix within the bucket; the objects lie below it in a folder named like the task.</summary>
    [Parameter]
    [Alias("S3Prefix")]
    [AllowEmptyString]
    public string Prefix { get; set; } = "";

    /// <summary>ARN of the role that the service export.rds.amazonaws.com assumes to write to the bucket.</summary>
    [Parameter]
    [Alias("ExportRole")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ExportRoleCompleter))]
    public string? IamRoleArn { get; set; }

    /// <summary>The KMS key that the exported objects are encrypted with: id, alias or ARN. Amazon RDS exports nothing without one.</summary>
    [Parameter]
    [Alias("ExportKey")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KmsKeyCompleter))]
    public string? KmsKeyId { get; set; }

    /// <summary>Databases, schemas or tables to export instead of everything: db, db.table, or for PostgreSQL db.schema and db.schema.table.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ExportOnly { get; set; } = [];

    /// <summary>
    /// Template of the task's identifier, which is also its folder. Placeholders: {snapshotId}, {instanceId}, {engine}, {yyyy}, {MM}, {dd}, {HH},
    /// {mm} (the snapshot's time, UTC) and {hash} (of snapshot, place and -ExportOnly). The default is {snapshotId}-{hash}. When a task of that
    /// name failed or was canceled, the next one is numbered.
    /// </summary>
    [Parameter]
    [Alias("ExportTaskIdentifier")]
    [ValidateNotNullOrEmpty]
    public string? ExportTaskId { get; set; }

    /// <summary>How long to wait for a turn while the account runs as many exports as it may (five), such as 6h. Without it that is an error.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? QueueTimeout { get; set; }

    /// <summary>How often to look whether it is our turn.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Starts without looking first what would make the export fail: Amazon RDS refuses it, or it fails later.</summary>
    [Parameter]
    public SwitchParameter SkipPreflight { get; set; }

    /// <summary>Exports again what was exported to the same place.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The S3 endpoint to look for the bucket at, instead of Amazon's.</summary>
    [Parameter]
    [Alias("S3EndpointUrl")]
    [EndpointTransformation]
    public Uri? EndpointUrl { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        string source = string.IsNullOrEmpty(SourceArn) ? SnapshotId ?? "" : SourceArn;
        return AttemptAsync(source, () => StartAsync(source, cancellationToken));
    }

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        ExportOptions export = environment.Export;
        Region ??= AwsArn.IsArn(SourceArn ?? SnapshotId) ? null : OnlyRegionOf(environment);
        Bucket ??= export.Bucket;
        Prefix = IsGiven(nameof(Prefix)) ? Prefix : export.Prefix ?? "";
        IamRoleArn ??= export.RoleArn;
        KmsKeyId ??= export.KmsKeyId;
        ExportOnly = IsGiven(nameof(ExportOnly)) ? ExportOnly : [.. export.ExportOnly];
        EndpointUrl ??= export.Endpoint;
    }

    private async Task StartAsync(string source, CancellationToken cancellationToken)
    {
        RequireTarget(source);
        AwsRdsName name = AwsRdsName.Parse(source, "snapshot", "cluster-snapshot", "cluster");
        IAwsRdsClient client = await Clients.OfAsync(Region, name, cancellationToken);
        if (name.Region is { } home && home != client.Region)
        {
            throw Errors.Create(nameof(Messages.AwsArnElsewhere), RdsBackupErrorKind.NotFound, source, home, client.Region);
        }

        ExportSource found = await FindAsync(client, name, cancellationToken)
            ?? throw Errors.Create(nameof(Messages.AwsSnapshotNotFound), RdsBackupErrorKind.NotFound, source, client.Region);
        SnapshotExporter exporter = ExporterOf(client);
        SnapshotExportPlan plan = await exporter.PlanAsync(found, RequestFor(client), cancellationToken);
        string target = $"{found.Arn} ({AllocatedStorage.Describe(found.Region, found.AllocatedStorage)}) -> {plan.Location}";
        if (plan.Existing is not null
            || await Pipeline.ShouldProcessAsync(target, Errors.Text(nameof(Messages.ExportAction))))
        {
            await Pipeline.WriteObjectAsync(await StartAsync(exporter, plan, cancellationToken));
        }
    }

    private async Task<AwsSnapshotExport> StartAsync(SnapshotExporter exporter, SnapshotExportPlan plan, CancellationToken cancellationToken)
    {
        using PipelineProgress progress = Pipeline.StartProgress(Errors.Text(nameof(Messages.ExportActivity), plan.Source.Arn), Clock);
        return await exporter.StartAsync(
            plan, waited => progress.Report(() => new ProgressUpdate(Errors.Text(nameof(Messages.ExportQueued), DisplayText.Duration(waited)))), cancellationToken);
    }

    private void RequireTarget(string source)
    {
        (string Name, string? Value)[] needed =
            [(nameof(SnapshotId), source), (nameof(Bucket), Bucket), (nameof(IamRoleArn), IamRoleArn), (nameof(KmsKeyId), KmsKeyId)];
        string[] missing = [.. needed.Where(parameter => string.IsNullOrEmpty(parameter.Value)).Select(parameter => $"-{parameter.Name}")];
        if (missing.Length > 0)
        {
            throw Errors.Create(nameof(Messages.ExportTargetRequired), RdsBackupErrorKind.InvalidInput, string.Join(", ", missing));
        }
    }

    private async Task<ExportSource?> FindAsync(IAwsRdsClient client, AwsRdsName name, CancellationToken cancellationToken)
    {
        if (name.Type == "cluster")
        {
            return await client.FindInstanceAsync(AwsRdsKind.Cluster, name.Text, cancellationToken) is { } cluster
                ? ExportSource.From(cluster, Clock.GetUtcNow())
                : null;
        }

        IEnumerable<AwsRdsKind> kinds = name.Kind is { } kind ? [kind] : Enum.GetValues<AwsRdsKind>();
        foreach (AwsRdsKind candidate in kinds)
        {
            if (await client.FindSnapshotAsync(candidate, name.Text, cancellationToken) is { } snapshot)
            {
                return ExportSource.From(snapshot);
            }
        }

        return null;
    }

    private SnapshotExporter ExporterOf(IAwsRdsClient client)
    {
        if (!_exporters.TryGetValue(client, out SnapshotExporter? exporter))
        {
            exporter = new SnapshotExporter(client, new SnapshotExporterOptions
            {
                QueueTimeout = QueueTimeout,
                PollInterval = PollInterval,
                TimeProvider = Clock,
                Log = Pipeline.Log,
            });
            _exporters.Add(client, exporter);
        }

        return exporter;
    }

    private SnapshotExportRequest RequestFor(IAwsRdsClient client) => new()
    {
        Target = new S3ConnectionOptions
        {
            Bucket = Bucket!,
            Region = client.Region,
            Profile = AwsProfile,
            AccessKeyId = AwsCredential?.UserName,
            SecretAccessKey = AwsCredential?.GetNetworkCredential().Password,
            SessionToken = SessionToken,
            EndpointUrl = EndpointUrl,
        },
        Prefix = Prefix,
        IamRoleArn = IamRoleArn!,
        KmsKeyId = KmsKeyId!,
        ExportOnly = ExportOnly,
        TaskIdTemplate = ExportTaskId,
        Force = Force,
        SkipPreflight = SkipPreflight,
    };
}
