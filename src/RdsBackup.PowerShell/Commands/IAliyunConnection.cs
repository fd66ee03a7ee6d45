using System.Management.Automation;

namespace RdsBackup.PowerShell;

/// <summary>The parameters that say as whom, and through which endpoint, Alibaba Cloud is called.</summary>
internal interface IAliyunConnection
{
    PSCredential? AliyunCredential { get; }

    string? AliyunProfile { get; }

    Uri? AliyunEndpoint { get; }
}
