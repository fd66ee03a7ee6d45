using System.Management.Automation;
using RdsBackup.Aws;
using RdsBackup.Configuration;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that work on export tasks that are named.</summary>
public abstract class AwsExportTaskCommand : AwsRdsConnectionCommand
{
    /// <summary>Identifiers of the tasks.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ExportTaskIdentifier")]
    [ValidateNotNullOrEmpty]
    public string[] ExportTaskId { get; set; } = [];

    /// <summary>
    /// Region of the tasks. Without it that of the profile, of AWS_REGION or AWS_DEFAULT_REGION, or of the default profile is taken; where none of
    /// them names one, that of -SourceArn.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AwsRegion")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AwsRegionCompleter))]
    [AwsRegionTransformation]
    public string? Region { get; set; }

    /// <summary>ARN of what is exported: it says the region where nothing else does.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? SourceArn { get; set; }

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        Region ??= AwsArn.IsArn(SourceArn) ? null : OnlyRegionOf(environment);
    }

    /// <summary>The client of the tasks' region.</summary>
    private protected Task<IAwsRdsClient> ClientAsync(CancellationToken cancellationToken) => Clients.OfAsync(
        Region, string.IsNullOrEmpty(SourceArn) ? AwsRdsName.Parse("*") : AwsRdsName.Parse(SourceArn, "snapshot", "cluster-snapshot", "cluster"), cancellationToken);
}
