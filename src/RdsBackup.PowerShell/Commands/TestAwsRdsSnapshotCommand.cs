using System.Management.Automation;
using RdsBackup.Aws;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Validation;

namespace RdsBackup.PowerShell;

/// <summary>
/// Checks snapshots of Amazon RDS: status, age against how often the instance or cluster is backed up, storage against their predecessors,
/// encryption, and whether they will last. For an instance or cluster its newest usable snapshot is checked.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "AwsRdsSnapshot", DefaultParameterSetName = ById)]
[OutputType(typeof(AwsRdsSnapshotTestResult), typeof(AwsRdsSnapshot))]
public sealed class TestAwsRdsSnapshotCommand : AwsRdsKindCommand
{
    private const string ById = "Id";
    private const string BySnapshot = "Snapshot";
    private const string ByInstance = "Instance";
    private readonly Dictionary<IAwsRdsClient, AwsSnapshotValidator> _validators = [];

    /// <summary>
    /// Instances or clusters whose newest usable snapshot to check: identifiers, ARNs, or patterns of them. Without it every one is checked. One
    /// that is gone is judged by the snapshots it left.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [Alias("DBInstanceIdentifier", "DBClusterIdentifier", "ClusterId")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [InstanceIdTransformation]
    [ArgumentCompleter(typeof(AwsInstanceCompleter))]
    public string[] InstanceId { get; set; } = ["*"];

    /// <summary>The snapshot to check instead of the newest: its identifier, or its ARN, which one that another account shares needs.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [Alias("DBSnapshotArn", "DBClusterSnapshotArn", "DBSnapshotIdentifier", "DBClusterSnapshotIdentifier")]
    [ValidateNotNullOrEmpty]
    public string? SnapshotId { get; set; }

    /// <summary>Snapshots to check, from Get-AwsRdsSnapshot.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = BySnapshot)]
    [ValidateNotNull]
    public AwsRdsSnapshot Snapshot { get; set; } = null!;

    /// <summary>Instances or clusters whose newest usable snapshot to check, from Get-AwsRdsInstance.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByInstance)]
    [ValidateNotNull]
    public AwsRdsInstance Instance { get; set; } = null!;

    /// <summary>
    /// The oldest the data of the newest snapshot may be, such as 36h. Without it a day, the backup window and six hours are allowed while
    /// automated backups are on.
    /// </summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? MaximumAge { get; set; }

    /// <summary>Writes the snapshots that are valid instead of results, and an error for each that is not.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken) => ParameterSetName switch
    {
        BySnapshot => TestAsync(Snapshot, Snapshot.Region, validator => validator.ValidateAsync(Snapshot, cancellationToken), cancellationToken),
        ByInstance => TestAsync(Instance, Instance.Region, validator => validator.ValidateLatestAsync(Instance, cancellationToken), cancellationToken),
        _ => TestNamedAsync(cancellationToken),
    };

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        InstanceId = InstancesOf(environment, InstanceId);
        MaximumAge ??= environment.Expect.MaxAge;
    }

    private async Task TestNamedAsync(CancellationToken cancellationToken)
    {
        if (SnapshotId is not null)
        {
            await AttemptAsync(SnapshotId, () => TestSnapshotAsync(AwsRdsName.OfSnapshot(SnapshotId), cancellationToken));
            return;
        }

        foreach (string text in InstanceId)
        {
            await AttemptAsync(text, () => TestLatestAsync(AwsRdsName.OfInstance(text), cancellationToken));
        }
    }

    private Task TestSnapshotAsync(AwsRdsName name, CancellationToken cancellationToken) => SearchAsync(
        name,
        async client =>
        {
            AwsRdsSnapshot? found = await FindSnapshotAsync(client, name, cancellationToken);
            await (found is null ? Task.CompletedTask : WriteAsync(name.Text, await ValidatorOf(client).ValidateAsync(found, cancellationToken)));
            return found is not null;
        },
        regions => Errors.Create(nameof(Messages.AwsSnapshotNotFound), RdsBackupErrorKind.NotFound, name.Text, regions),
        cancellationToken);

    private Task TestLatestAsync(AwsRdsName name, CancellationToken cancellationToken) => SearchAsync(
        name,
        client => name.IsPattern ? TestMatchesAsync(client, name, cancellationToken) : TestOneAsync(client, name, cancellationToken),
        regions => Errors.Create(nameof(Messages.AwsSnapshotSourceNotFound), RdsBackupErrorKind.NotFound, name.Text, regions),
        cancellationToken);

    private async Task<bool> TestOneAsync(IAwsRdsClient client, AwsRdsName name, CancellationToken cancellationToken)
    {
        bool isFound = false;
        foreach (AwsRdsKind kind in KindsOf(name.Kind))
        {
            if (await ValidatorOf(client).ValidateLatestAsync(kind, name.Id, cancellationToken) is { } result)
            {
                isFound = true;
                await WriteAsync(name.Text, result);
            }
        }

        return isFound;
    }

    // Members are left to their cluster.
    private async Task<bool> TestMatchesAsync(IAwsRdsClient client, AwsRdsName name, CancellationToken cancellationToken)
    {
        foreach (AwsRdsKind kind in KindsOf(name.Kind))
        {
            await foreach (AwsRdsInstance instance in client.FindInstancesAsync(kind, new AwsInstanceQuery(), cancellationToken))
            {
                if (instance.ClusterId is null && name.Matches(instance.InstanceId, instance.Arn) && HasEnvironmentTags(instance))
                {
                    await WriteAsync(instance, await ValidatorOf(client).ValidateLatestAsync(instance, cancellationToken));
                }
            }
        }

        return true;
    }

    private Task TestAsync(
        object target, string region, Func<AwsSnapshotValidator, Task<AwsRdsSnapshotTestResult>> validate, CancellationToken cancellationToken) =>
        AttemptAsync(target, async () =>
            await WriteAsync(target, await validate(ValidatorOf(await Clients.OfAsync(region, name: null, cancellationToken)))));

    private Task WriteAsync(object target, AwsRdsSnapshotTestResult result) => PassThru
        ? AttemptAsync(target, () => PassAsync(result))
        : Pipeline.WriteObjectAsync(result);

    private Task PassAsync(AwsRdsSnapshotTestResult result)
    {
        if (!result.IsValid)
        {
            throw InvalidResult.OfBackup(result.SnapshotId ?? result.InstanceId, result);
        }

        // A member of a cluster needs no snapshot of its own.
        return result.Snapshot is { } snapshot ? Pipeline.WriteObjectAsync(snapshot) : Task.CompletedTask;
    }

    private AwsSnapshotValidator ValidatorOf(IAwsRdsClient client)
    {
        if (!_validators.TryGetValue(client, out AwsSnapshotValidator? validator))
        {
            validator = new AwsSnapshotValidator(client, new ValidationOptions { MaximumAge = MaximumAge, TimeProvider = Clock, Log = Pipeline.Log });
            _validators.Add(client, validator);
        }

        return validator;
    }
}
