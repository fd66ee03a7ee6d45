using System.Globalization;
using System.Management.Automation;
using RdsBackup.Diagnostics;
using RdsBackup.Retrieval;

namespace RdsBackup.PowerShell;

/// <summary>Downloads copies from S3 to disk and proves that every byte arrived. A download that was interrupted goes on where it stopped.</summary>
[Cmdlet(VerbsData.Save, "RdsBackupCopy", SupportsShouldProcess = true)]
[OutputType(typeof(BackupDownloadResult))]
public sealed class SaveRdsBackupCopyCommand : StoredCopyCommand
{
    private string _destination = "";

    /// <summary>
    /// Where to save: a folder that exists, or a path that ends with a slash, for a file named by the last segment of the key; any other path
    /// is the file's own name. Folders are made as needed.
    /// </summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Replaces a file that is something else. One that is the copy already is left as it is.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        (_destination, string provider) = await Pipeline.AskAsync(ResolveDestination);
        if (provider != "FileSystem")
        {
            throw Errors.Create(nameof(Messages.DestinationNotInFileSystem), RdsBackupErrorKind.InvalidInput, Destination);
        }
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken) => AttemptAsync(Address, async () =>
    {
        BackupDownloader downloader = await ReachAsync(bucket => BackupDownloader.ConnectAsync(bucket, DownloadOptions(), cancellationToken));
        BackupDownloadPlan plan = await downloader.PlanAsync(Key, _destination, cancellationToken);
        string size = Errors.Text(nameof(Messages.ByteCount), plan.Bytes.ToString("N0", CultureInfo.InvariantCulture));
        if (await Pipeline.ShouldProcessAsync($"{Address} ({size}) -> {plan.Path}", Errors.Text(nameof(Messages.SaveAction))))
        {
            using CopyProgressBar progress = StartProgress(nameof(Messages.SaveActivity));
            await Pipeline.WriteObjectAsync(await downloader.DownloadAsync(plan, progress, cancellationToken));
        }
    });

    // The provider may drop a slash at the end, which says that a folder is meant.
    private (string Path, string Provider) ResolveDestination()
    {
        string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Destination, out ProviderInfo provider, out _);
        return (Path.EndsInDirectorySeparator(Destination) ? Path.TrimEndingDirectorySeparator(path) + Path.DirectorySeparatorChar : path, provider.Name);
    }

    private BackupDownloadOptions DownloadOptions() => new()
    {
        Concurrency = Concurrency,
        BandwidthLimit = BandwidthLimit,
        Force = Force,
        TimeProvider = Clock,
        Log = Pipeline.Log,
    };
}
