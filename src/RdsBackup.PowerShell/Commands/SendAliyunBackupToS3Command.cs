using System.Collections;
using System.Globalization;
using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.S3;
using RdsBackup.Transfer;

namespace RdsBackup.PowerShell;

/// <summary>Copies ApsaraDB RDS backups to S3 and proves that every byte arrived.</summary>
[Cmdlet(VerbsCommunications.Send, "AliyunBackupToS3", SupportsShouldProcess = true, DefaultParameterSetName = ByFile)]
[OutputType(typeof(BackupCopyResult))]
public sealed class SendAliyunBackupToS3Command : S3Command, IAliyunConnection
{
    private const string ByFile = "Backup";
    private const string ById = "Id";
    private readonly AliyunClients _clients;
    private BackupCopier? _copier;
    private string? _environment;
    private ParallelWork? _copies;
    private CopiesProgressBar? _progress;

    /// <summary>Creates the cmdlet.</summary>
    public SendAliyunBackupToS3Command() => _clients = new AliyunClients(this, Pipeline, Clock);

    /// <summary>Backups from Get-AliyunRdsBackup or Test-AliyunRdsBackup -PassThru, or log backups from Get-AliyunRdsLogBackup.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByFile)]
    [ValidateNotNull]
    public AliyunBackupFile Backup { get; set; } = null!;

    /// <summary>Instance of the backup to copy.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [Alias("DBInstanceId")]
    [ValidateNotNullOrEmpty]
    [InstanceIdTransformation]
    [ArgumentCompleter(typeof(AliyunInstanceCompleter))]
    public string InstanceId { get; set; } = "";

    /// <summary>Id of the backup to copy.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ValidateNotNullOrEmpty]
    public string BackupId { get; set; } = "";

    /// <summary>Region of the instance. A backup object knows its own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Region")]
    [RegionTransformation]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? RegionId { get; set; }

    /// <summary>AccessKey of Alibaba Cloud: its id as user name, its secret as password. Left out, the default chain is asked.</summary>
    [Parameter]
    [Credential]
    public PSCredential? AliyunCredential { get; set; }

    /// <summary>Profile of ~/.aliyun/config.json.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AliyunProfileCompleter))]
    public string? AliyunProfile { get; set; }

    /// <summary>Address of the RDS API instead of the region's own.</summary>
    [Parameter]
    [EndpointTransformation]
    public Uri? AliyunEndpoint { get; set; }

    /// <summary>What every key starts with; stands for {prefix} in the template.</summary>
    [Parameter]
    public string? Prefix { get; set; }

    /// <summary>
    /// Template of the key. It needs {instanceId}, one of {backupId} and {fileName}, and one of {fileName} and {extension}. The default is
    /// {prefix}/{cloud}/{environment}/{instanceId}/{yyyy}/{MM}/{dd}/{backupId}-{fileName}; the day is that of the backup's start (UTC).
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyTemplate { get; set; }

    /// <summary>Storage class of the copy. The default is the bucket's.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(StorageClassCompleter))]
    public string? StorageClass { get; set; }

    /// <summary>How S3 encrypts the copy: AES256, aws:kms or aws:kms:dsse. The default is the bucket's; with -KmsKeyId it is aws:kms.</summary>
    [Parameter]
    [ValidateSet("AES256", "aws:kms", "aws:kms:dsse")]
    public string? ServerSideEncryption { get; set; }

    /// <summary>Id, ARN or alias of the KMS key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KmsKeyCompleter))]
    public string? KmsKeyId { get; set; }

    /// <summary>Tags of the copy, at most ten.</summary>
    [Parameter]
    [ValidateCount(1, 10)]
    public Hashtable? Tag { get; set; }

    /// <summary>Object Lock: GOVERNANCE or COMPLIANCE. The bucket must have Object Lock; -ObjectLockRetention says for how long.</summary>
    [Parameter]
    [ValidateSet("GOVERNANCE", "COMPLIANCE")]
    public string? ObjectLockMode { get; set; }

    /// <summary>How long copy and manifest cannot be deleted, such as 30d, counted from now.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? ObjectLockRetention { get; set; }

    /// <summary>
    /// Backups copied at once, 1 to 16. Above 1, results come as copies end, in any order. -BandwidthLimit holds for all of them together, and
    /// so does the limit of 32 parts at once while -Concurrency is left out; given, -Concurrency is that of each copy.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 16)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>
    /// Parts of a backup sent at once, 1 to 64. Left out, it adapts: it grows while throughput grows, and falls when S3 or OSS asks to slow down.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? Concurrency { get; set; }

    /// <summary>Bytes of a part, such as 64MB or 64MiB: 5 MiB to 5 GiB. Left out, it is planned from the length.</summary>
    [Parameter]
    [SizeTransformation]
    public long? PartSize { get; set; }

    /// <summary>Bytes per second, such as 50MB/s, for all that this command sends together.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    [RateTransformation]
    public long? BandwidthLimit { get; set; }

    /// <summary>
    /// Through which address to download: Internal (free, only inside the region's network), Public (billed beyond a monthly quota), or
    /// Auto, which takes the internal one when it answers.
    /// </summary>
    [Parameter]
    public AliyunNetwork Network { get; set; } = AliyunNetwork.Auto;

    /// <summary>Copies a file whose length is not the one the API announces.</summary>
    [Parameter]
    public SwitchParameter AllowSizeMismatch { get; set; }

    /// <summary>
    /// Reads each copy back from S3, whole, and compares it with what was sent: for a store that proves too little itself, at the price of
    /// reading it all again. Not for GLACIER and DEEP_ARCHIVE. -BandwidthLimit holds for the reading too.
    /// </summary>
    [Parameter]
    public SwitchParameter ReadBack { get; set; }

    /// <summary>Replaces whatever is under the key.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _copies = new ParallelWork(ThrottleLimit);
        _progress = new CopiesProgressBar(Pipeline, Clock);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        try
        {
            _copier ??= await BackupCopier.ConnectAsync(CreateConnection(), CopyOptions(), cancellationToken);
        }
        catch (RdsBackupException failure)
        {
            // No other backup would fare better in this bucket.
            await Pipeline.ThrowTerminatingErrorAsync(ErrorRecords.Create(failure, Bucket));
        }

        object target = ParameterSetName == ByFile ? Backup : $"{InstanceId}/{BackupId}";
        await AttemptAsync(target, async () => await StartAsync(await FindAsync(cancellationToken), cancellationToken));
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        using (_progress)
        {
            await _copies!.WhenAllAsync();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_copies is not null)
        {
            Pipeline.StopAndWait(_copies.WhenAllAsync());
        }

        _copier?.Dispose();
        _clients.Dispose();
        base.Dispose(disposing);
    }

    private protected override CloudProvider? Cloud => CloudProvider.Aliyun;

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        AliyunProfile ??= AliyunCredential is null ? environment.Profile : null;
        AliyunEndpoint ??= environment.Endpoint;
        RegionId ??= ParameterSetName == ById ? OnlyRegionOf(environment) : null;
        Network = IsGiven(nameof(Network)) ? Network : environment.Network ?? Network;
        DestinationOptions destination = environment.Destination;
        Prefix ??= destination.Prefix;
        KeyTemplate ??= destination.KeyTemplate;
        StorageClass ??= destination.StorageClass;
        ServerSideEncryption ??= destination.ServerSideEncryption;
        KmsKeyId ??= destination.KmsKeyId;
        _environment = environment.Name;
    }

    private async Task<AliyunBackupFile> FindAsync(CancellationToken cancellationToken) => ParameterSetName == ByFile
        ? Backup
        : await _clients.FindBackupAsync(RegionId, InstanceId, BackupId, cancellationToken);

    // Planned and asked about in the order of the input; copied beside the next ones.
    private async Task StartAsync(AliyunBackupFile file, CancellationToken cancellationToken)
    {
        BackupCopyPlan? plan = null;
        try
        {
            plan = await _copier!.PlanAsync(file, _clients.Of(file.RegionId), cancellationToken);
            string source = $"{file}/{plan.FileName} ({Describe(plan.Bytes)}, {plan.Network})";
            if (await Pipeline.ShouldProcessAsync($"{source} -> s3://{Bucket}/{plan.Key}", Errors.Text(nameof(Messages.CopyAction))))
            {
                (BackupCopyPlan agreed, plan) = (plan, null);
                await _copies!.StartAsync(() => AttemptAsync(file, () => CopyAsync(file, agreed, cancellationToken)));
            }
        }
        catch (RdsBackupException failure)
        {
            await Pipeline.WriteObjectAsync(_copier!.Failed(file, plan, failure));
            throw;
        }
        finally
        {
            plan?.Dispose();
        }
    }

    private async Task CopyAsync(AliyunBackupFile file, BackupCopyPlan plan, CancellationToken cancellationToken)
    {
        using (plan)
        using (CopyProgressBar progress = _progress!.Start(file.ToString()!))
        {
            try
            {
                await Pipeline.WriteObjectAsync(await _copier!.CopyAsync(plan, progress, cancellationToken));
            }
            catch (RdsBackupException failure)
            {
                await Pipeline.WriteObjectAsync(_copier!.Failed(file, plan, failure));
                throw;
            }
        }
    }

    private static string Describe(long? bytes) =>
        bytes is { } known ? Errors.Text(nameof(Messages.ByteCount), known.ToString("N0", CultureInfo.InvariantCulture)) : Errors.Text(nameof(Messages.LengthUnknown));

    private BackupCopyOptions CopyOptions() => new()
    {
        Prefix = Prefix,
        Environment = _environment,
        KeyTemplate = KeyTemplate,
        Attributes = new S3ObjectOptions
        {
            StorageClass = StorageClass,
            ServerSideEncryption = ServerSideEncryption,
            KmsKeyId = KmsKeyId,
            Tags = Tags.From(Tag),
            ObjectLockMode = ObjectLockMode,
            ObjectLockRetainUntil = Clock.GetUtcNow() + ObjectLockRetention,
        },
        Concurrency = Concurrency,
        CopiesAtOnce = ThrottleLimit,
        PartSize = PartSize,
        BandwidthLimit = BandwidthLimit,
        Network = Network,
        Force = Force,
        AllowSizeMismatch = AllowSizeMismatch,
        ReadBack = ReadBack,
        TimeProvider = Clock,
        Log = Pipeline.Log,
    };
}
