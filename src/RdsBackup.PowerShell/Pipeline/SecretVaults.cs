using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>The vaults of SecretManagement, asked by its Get-Secret on the pipeline thread.</summary>
internal sealed class SecretVaults(PSCmdlet cmdlet, AsyncPipeline pipeline) : ISecretSource
{
    private const string GetSecret = "Get-Secret";

    /// <inheritdoc/>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        // What the question throws would end the pipeline; here it is the answer.
        (string? secret, ErrorRecord? failure) = await pipeline.AskAsync(() => Ask(name));
        if (failure is null)
        {
            return secret;
        }

        // Get-Secret may itself call commands that are not there.
        bool isNoCommand = failure.FullyQualifiedErrorId.StartsWith(nameof(CommandNotFoundException), StringComparison.Ordinal);
        return failure switch
        {
            _ when isNoCommand && failure.TargetObject is GetSecret =>
                throw Errors.Create(nameof(Messages.SecretManagementMissing), RdsBackupErrorKind.NotFound, failure.Exception, name),
            { CategoryInfo.Category: ErrorCategory.ObjectNotFound } when !isNoCommand => null,
            _ => throw Errors.Create(nameof(Messages.SecretVaultFailed), RdsBackupErrorKind.Service, failure.Exception, name, failure.Exception.Message),
        };
    }

    private (string? Secret, ErrorRecord? Failure) Ask(string name)
    {
        try
        {
            var script = ScriptBlock.Create($"param($name) {GetSecret} -Name $name -AsPlainText -ErrorAction Stop");
            return (cmdlet.InvokeCommand.InvokeScript(cmdlet.SessionState, script, name).FirstOrDefault()?.BaseObject as string, null);
        }
        catch (RuntimeException failure)
        {
            return (null, failure.ErrorRecord);
        }
    }
}
