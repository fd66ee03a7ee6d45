using System.Management.Automation;
using System.Net;
using System.Security;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that call AWS: as whom.</summary>
public abstract class AwsCommand : EnvironmentCommand
{
    /// <summary>A profile of ~/.aws/config and ~/.aws/credentials. Left out, the AWS SDK's own chain finds credentials.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AwsProfileCompleter))]
    public string? AwsProfile { get; set; }

    /// <summary>An access key: its id as the user name, its secret as the password.</summary>
    [Parameter]
    [Credential]
    public PSCredential? AwsCredential { get; set; }

    /// <summary>Session token of -AwsCredential, if that is a temporary key (from STS, or ASIA…).</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? AwsSessionToken { get; set; }

    /// <summary>The session token in the clear, as requests are signed with it.</summary>
    internal string? SessionToken => AwsSessionToken is null ? null : new NetworkCredential("", AwsSessionToken).Password;
}
