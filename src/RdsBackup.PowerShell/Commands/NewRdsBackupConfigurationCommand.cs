using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>
/// Writes a configuration to begin with: an example whose names are to be replaced, or what the program backuprds was configured with. A file
/// that exists is not replaced without -Force.
/// </summary>
[Cmdlet(VerbsCommon.New, "RdsBackupConfiguration", SupportsShouldProcess = true, DefaultParameterSetName = ByCloud)]
[OutputType(typeof(FileInfo))]
public sealed class NewRdsBackupConfigurationCommand : AsyncCmdlet
{
    private const string ByCloud = "Cloud";
    private const string ByPredecessor = "Predecessor";

    /// <summary>The file: YAML if its name ends in .yaml or .yml, else JSON. Left out, rdsbackup.json in the current folder.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "rdsbackup.json";

    /// <summary>The clouds to write an example for. Left out, both.</summary>
    [Parameter(ParameterSetName = ByCloud)]
    [ValidateNotNullOrEmpty]
    public CloudProvider[] Cloud { get; set; } = Enum.GetValues<CloudProvider>();

    /// <summary>The config.yaml of backuprds to carry over. Secrets stay behind; a warning says for each where the configuration expects it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPredecessor)]
    [ValidateNotNullOrEmpty]
    public string? FromBackupRds { get; set; }

    /// <summary>Replaces a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        (string path, string? predecessor) = await Pipeline.AskAsync(() => (
            GetUnresolvedProviderPathFromPSPath(Path), FromBackupRds is null ? null : GetUnresolvedProviderPathFromPSPath(FromBackupRds)));
        ConfigurationDraft draft = predecessor is null ? ConfigurationDraft.Sample(Cloud) : ConfigurationDraft.FromBackuprds(predecessor);
        foreach (ConfigurationFinding finding in draft.Findings)
        {
            Pipeline.Warn($"{finding} {finding.Remedy}".TrimEnd());
        }

        if (await Pipeline.ShouldProcessAsync(path, Errors.Text(nameof(Messages.ConfigurationWriteAction))))
        {
            draft.Save(path, SchemaPath(), Force);
            await Pipeline.WriteObjectAsync(new FileInfo(path));
        }
    }

    // Beside the module, so that editors on this machine complete the file.
    private static string SchemaPath() =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(typeof(NewRdsBackupConfigurationCommand).Assembly.Location)!, "RdsBackup.schema.json");
}
