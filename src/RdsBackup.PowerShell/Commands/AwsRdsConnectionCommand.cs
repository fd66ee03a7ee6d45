using System.Management.Automation;
using RdsBackup.Configuration;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that call Amazon RDS: as whom, and through which endpoint.</summary>
public abstract class AwsRdsConnectionCommand : AwsCommand
{
    /// <summary>Creates the cmdlet.</summary>
    protected AwsRdsConnectionCommand() => Clients = new AwsRdsClients(this, Pipeline, Clock);

    /// <summary>
    /// Address of the RDS API instead of the region's own, such as that of a VPC endpoint. https unless it says otherwise. What was listed
    /// through one is looked up through it again.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RdsEndpointUrl")]
    [EndpointTransformation]
    public Uri? AwsRdsEndpoint { get; set; }

    /// <summary>Uses the endpoints whose cryptography is validated under FIPS 140.</summary>
    [Parameter]
    public SwitchParameter UseFips { get; set; }

    /// <summary>Uses the endpoints that also answer over IPv6.</summary>
    [Parameter]
    public SwitchParameter UseDualStack { get; set; }

    private protected AwsRdsClients Clients { get; }

    private protected sealed override CloudProvider? Cloud => CloudProvider.Aws;

    private protected override void Apply(EnvironmentOptions environment)
    {
        AwsProfile ??= AwsCredential is null ? environment.Profile : null;
        AwsRdsEndpoint ??= environment.Endpoint;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Clients.Dispose();
        base.Dispose(disposing);
    }
}
