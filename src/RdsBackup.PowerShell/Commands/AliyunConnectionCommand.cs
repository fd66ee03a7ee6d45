using System.Management.Automation;
using RdsBackup.Configuration;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that call Alibaba Cloud: as whom, and through which endpoint.</summary>
public abstract class AliyunConnectionCommand : EnvironmentCommand, IAliyunConnection
{
    /// <summary>Creates the cmdlet.</summary>
    protected AliyunConnectionCommand() => Clients = new AliyunClients(this, Pipeline, Clock);

    /// <summary>
    /// AccessKey to use: its id as user name, its secret as password. Without it and without -AliyunProfile the default chain
    /// is asked: environment variables, OIDC, the profile file of the aliyun command line tool, the role of the ECS instance.
    /// </summary>
    [Parameter]
    [Alias("Credential")]
    [Credential]
    public PSCredential? AliyunCredential { get; set; }

    /// <summary>Profile of ~/.aliyun/config.json to take credentials and, unless -RegionId is given, the region from.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AliyunProfileCompleter))]
    public string? AliyunProfile { get; set; }

    /// <summary>Address of the RDS API instead of the region's own, such as rds-vpc.cn-hangzhou.aliyuncs.com. https unless it says otherwise.</summary>
    [Parameter]
    [EndpointTransformation]
    public Uri? AliyunEndpoint { get; set; }

    /// <summary>The clients that the parameters describe.</summary>
    private protected AliyunClients Clients { get; }

    private protected sealed override CloudProvider? Cloud => CloudProvider.Aliyun;

    private protected override void Apply(EnvironmentOptions environment)
    {
        AliyunProfile ??= AliyunCredential is null ? environment.Profile : null;
        AliyunEndpoint ??= environment.Endpoint;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Clients.Dispose();
        base.Dispose(disposing);
    }
}
