using System.Management.Automation;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that call AWS: as whom.</summary>
public abstract class AwsCommand : EnvironmentCommand
{
    /// <summary>A profile of ~/.aws/config and ~/.aws/credentials. Left out, the AWS SDK's own chain finds credentials.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AwsProfile { get; set; }

    /// <summary>An access key: its id as the user name, its secret as the password.</summary>
    [Parameter]
    [Credential]
    public PSCredential? AwsCredential { get; set; }
}
