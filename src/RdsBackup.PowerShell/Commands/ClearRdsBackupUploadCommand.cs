using System.Globalization;
using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Retrieval;

namespace RdsBackup.PowerShell;

/// <summary>
/// Removes uploads that copies began and nobody finished: their parts are paid for, but no listing of objects shows them. Journals whose
/// upload is gone go too. Uploads of other programs are left alone. -WhatIf names what would be removed.
/// </summary>
[Cmdlet(VerbsCommon.Clear, "RdsBackupUpload", SupportsShouldProcess = true)]
[OutputType(typeof(BackupUpload))]
public sealed class ClearRdsBackupUploadCommand : S3Command
{
    /// <summary>What the keys start with. Left out, the whole bucket is looked through.</summary>
    [Parameter]
    public string? Prefix { get; set; }

    /// <summary>
    /// How long nothing must have happened at an upload, such as 36h or 7d, which is the default. A copy that is running or is to be
    /// continued must not be older.
    /// </summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan OlderThan { get; set; } = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken) => AttemptAsync(Bucket, async () =>
    {
        using BackupUploadCatalog catalog = await BackupUploadCatalog.ConnectAsync(CreateConnection(), cancellationToken);
        await foreach (BackupUpload upload in catalog.ListAsync(Prefix, Clock.GetUtcNow() - OlderThan, ReportAsync, cancellationToken))
        {
            await AttemptAsync(upload, () => RemoveAsync(catalog, upload, cancellationToken));
        }
    });

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        Prefix ??= environment.Destination.Prefix;
    }

    private Task ReportAsync(string key, RdsBackupException failure) => AttemptAsync(key, () => throw failure);

    private async Task RemoveAsync(BackupUploadCatalog catalog, BackupUpload upload, CancellationToken cancellationToken)
    {
        string target = Errors.Text(
            nameof(Messages.UploadTarget), upload, upload.PartCount, upload.Bytes.ToString("N0", CultureInfo.InvariantCulture),
            upload.LastActivity.ToString("u", CultureInfo.InvariantCulture));
        if (!await Pipeline.ShouldProcessAsync(target, Errors.Text(nameof(Messages.UploadAction))))
        {
            return;
        }

        if (await catalog.RemoveAsync(upload, cancellationToken))
        {
            await Pipeline.WriteObjectAsync(upload);
        }
        else
        {
            Pipeline.Warn(Errors.Text(nameof(Messages.UploadGoesOn), upload));
        }
    }
}
