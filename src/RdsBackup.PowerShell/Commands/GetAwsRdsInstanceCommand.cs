using System.Management.Automation;
using RdsBackup.Aws;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Lists what Amazon RDS backs up as a whole: DB instances and Aurora or Multi-AZ DB clusters, of one region or several.</summary>
[Cmdlet(VerbsCommon.Get, "AwsRdsInstance")]
[OutputType(typeof(AwsRdsInstance))]
public sealed class GetAwsRdsInstanceCommand : AwsRdsCommand
{
    private WildcardFilter _status = null!;

    /// <summary>Identifiers or ARNs of instances or clusters, or patterns of them. One that does not exist is an error; a pattern without match is not.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("DBInstanceIdentifier", "DBClusterIdentifier", "ClusterId")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [InstanceIdTransformation]
    [ArgumentCompleter(typeof(AwsInstanceCompleter))]
    public string[] InstanceId { get; set; } = ["*"];

    /// <summary>Statuses to list, such as available, or patterns.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AwsInstanceStatusCompleter))]
    public string[]? Status { get; set; }

    /// <summary>Lists the member instances of clusters too. Their data is the cluster's; without it a member is written only when it is named.</summary>
    [Parameter]
    public SwitchParameter IncludeMembers { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _status = new WildcardFilter(Status);
        return base.BeginAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string text in InstanceId)
        {
            await AttemptAsync(text, async () =>
            {
                var name = AwsRdsName.OfInstance(text);
                await SearchAsync(
                    name,
                    client => ListAsync(name, client, cancellationToken),
                    regions => Errors.Create(nameof(Messages.AwsInstanceNotFound), RdsBackupErrorKind.NotFound, text, regions),
                    cancellationToken);
            });
        }
    }

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        InstanceId = InstancesOf(environment, InstanceId);
    }

    private async Task<bool> ListAsync(AwsRdsName name, IAwsRdsClient client, CancellationToken cancellationToken)
    {
        bool isFound = false;
        foreach (AwsRdsKind kind in KindsOf(name.Kind))
        {
            var query = name.IsPattern ? new AwsInstanceQuery { Filters = FiltersOf(kind) } : new AwsInstanceQuery(name.Text);
            await foreach (AwsRdsInstance instance in client.FindInstancesAsync(kind, query, cancellationToken))
            {
                if (name.Matches(instance.InstanceId, instance.Arn) && (!name.IsPattern || HasEnvironmentTags(instance)))
                {
                    isFound = true;
                    await WriteAsync(instance, name);
                }
            }
        }

        return isFound;
    }

    private async Task WriteAsync(AwsRdsInstance instance, AwsRdsName name)
    {
        bool isWanted = instance.ClusterId is null || IncludeMembers || !name.IsPattern;
        if (isWanted && EngineFilter.Matches(instance.Engine) && _status.Matches(instance.Status))
        {
            await Pipeline.WriteObjectAsync(instance);
        }
    }
}
