using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Validation;

namespace RdsBackup.PowerShell;

/// <summary>
/// Checks backups of ApsaraDB RDS: status, availability, link, size against their predecessors, age against the backup policy, and with
/// -Deep the first bytes of the file. For an instance its newest successful backup is checked.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "AliyunRdsBackup", DefaultParameterSetName = ById)]
[OutputType(typeof(AliyunBackupTestResult), typeof(AliyunBackup))]
public sealed class TestAliyunRdsBackupCommand : AliyunCommand
{
    private const string ById = "Id";
    private const string ByBackup = "Backup";
    private const string ByInstance = "Instance";
    private readonly Dictionary<string, AliyunBackupValidator> _validators = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Ids of the instances whose newest backup to check, or patterns of them. Without it every instance of the region is checked.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [Alias("DBInstanceId")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [InstanceIdTransformation]
    [ArgumentCompleter(typeof(AliyunInstanceCompleter))]
    public string[] InstanceId { get; set; } = ["*"];

    /// <summary>Id of the backup of -InstanceId to check instead of the newest; of a pattern, that of whichever instance has it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ValidateNotNullOrEmpty]
    public string? BackupId { get; set; }

    /// <summary>Backups to check, from Get-AliyunRdsBackup.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByBackup)]
    [ValidateNotNull]
    public AliyunBackup Backup { get; set; } = null!;

    /// <summary>Instances whose newest backup to check, from Get-AliyunRdsInstance.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByInstance)]
    [ValidateNotNull]
    public AliyunRdsInstance Instance { get; set; } = null!;

    /// <summary>The oldest an instance's newest backup may be, such as 36h. Without it the age follows from the instance's backup policy.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? MaximumAge { get; set; }

    /// <summary>Reads the first bytes of each file and compares them, and the file's length, with what is announced.</summary>
    [Parameter]
    public SwitchParameter Deep { get; set; }

    /// <summary>Address that -Deep reads through: Internal (free, only inside the region's network), Public (billed), or Auto.</summary>
    [Parameter]
    public AliyunNetwork Network { get; set; } = AliyunNetwork.Auto;

    /// <summary>Writes the backups that are valid instead of results, and an error for each that is not.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken) => ParameterSetName switch
    {
        ByBackup => TestAsync(Backup, Backup.RegionId, validator => validator.ValidateAsync(Backup, cancellationToken)),
        ByInstance => TestAsync(Instance, cancellationToken),
        _ => TestNamedAsync(cancellationToken),
    };

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        InstanceId = InstancesOf(environment, InstanceId);
        MaximumAge ??= environment.Expect.MaxAge;
        Network = IsGiven(nameof(Network)) ? Network : environment.Network ?? Network;
    }

    private async Task TestNamedAsync(CancellationToken cancellationToken)
    {
        foreach (string pattern in InstanceId)
        {
            await (IsKnownPlace(pattern, out string? region)
                ? TestAsync(pattern, region, validator => ValidateAsync(validator, pattern, region, cancellationToken))
                : TestMatchesAsync(pattern, cancellationToken));
        }
    }

    private Task TestMatchesAsync(string pattern, CancellationToken cancellationToken) => BackupId is null
        ? ForEachInstanceAsync(pattern, instance => TestAsync(instance, cancellationToken), cancellationToken)
        : TestMatchesAsync(pattern, BackupId, cancellationToken);

    private async Task TestMatchesAsync(string pattern, string backupId, CancellationToken cancellationToken)
    {
        int instances = 0, without = 0;
        bool isComplete = await ForEachInstanceAsync(
            pattern,
            instance => AttemptAsync(instance, async () =>
            {
                instances++;
                if (await FindAsync(instance, backupId, cancellationToken) is { } backup)
                {
                    await TestAsync(instance, instance.RegionId, validator => validator.ValidateAsync(backup, cancellationToken));
                }
                else
                {
                    without++;
                }
            }),
            cancellationToken);
        if (isComplete && without == instances)
        {
            RdsBackupException missing = Errors.Create(nameof(Messages.AliyunBackupNotFound), RdsBackupErrorKind.NotFound, backupId, pattern);
            await Pipeline.WriteErrorAsync(ErrorRecords.Create(missing, pattern));
        }
    }

    // Of the instances that match a pattern one has the backup.
    private async Task<AliyunBackup?> FindAsync(AliyunRdsInstance instance, string backupId, CancellationToken cancellationToken)
    {
        try
        {
            return await Clients.FindBackupAsync(instance.RegionId, instance.InstanceId, backupId, cancellationToken);
        }
        catch (RdsBackupException failure) when (failure.Kind == RdsBackupErrorKind.NotFound)
        {
            return null;
        }
    }

    private async Task<AliyunBackupTestResult> ValidateAsync(
        AliyunBackupValidator validator, string instanceId, string? regionId, CancellationToken cancellationToken) => BackupId is null
        ? await validator.ValidateLatestAsync(
            await Clients.Of(regionId).DescribeDBInstanceAttributeAsync(instanceId, cancellationToken), cancellationToken)
        : await validator.ValidateAsync(
            await Clients.FindBackupAsync(regionId, instanceId, BackupId, cancellationToken), cancellationToken);

    private Task TestAsync(AliyunRdsInstance instance, CancellationToken cancellationToken) =>
        TestAsync(instance, instance.RegionId, validator => validator.ValidateLatestAsync(instance, cancellationToken));

    private Task TestAsync(object target, string? regionId, Func<AliyunBackupValidator, Task<AliyunBackupTestResult>> validate) =>
        AttemptAsync(target, async () =>
        {
            AliyunBackupTestResult result = await validate(ValidatorOf(regionId));
            await (PassThru ? PassAsync(result) : Pipeline.WriteObjectAsync(result));
        });

    private Task PassAsync(AliyunBackupTestResult result)
    {
        if (result.IsValid)
        {
            // A read-only instance needs no backup of its own.
            return result.Backup is { } backup ? Pipeline.WriteObjectAsync(backup) : Task.CompletedTask;
        }

        string subject = result.BackupId is null ? result.InstanceId : $"{result.InstanceId}/{result.BackupId}";
        throw InvalidResult.OfBackup(subject, result);
    }

    private AliyunBackupValidator ValidatorOf(string? regionId)
    {
        string key = regionId ?? "";
        if (!_validators.TryGetValue(key, out AliyunBackupValidator? validator))
        {
            validator = new AliyunBackupValidator(Clients.Of(regionId), ValidationOptions());
            _validators.Add(key, validator);
        }

        return validator;
    }

    private AliyunValidationOptions ValidationOptions() => new()
    {
        MaximumAge = MaximumAge,
        Deep = Deep,
        Network = Network,
        TimeProvider = Clock,
        Log = Pipeline.Log,
    };
}
