using Microsoft.Extensions.Logging;
using RdsBackup.Aliyun;
using RdsBackup.Diagnostics;
using RdsBackup.Network;

namespace RdsBackup.Transfer;

/// <summary>The file of a backup, reached through a network that answers.</summary>
internal sealed class BackupSource : IDisposable
{
    private static readonly TimeSpan InternalConnectTimeout = TimeSpan.FromSeconds(3);
    private readonly AliyunSourceLinks _links;

    private BackupSource(AliyunBackupFile file, string fileName, AliyunSourceLinks links, RangedSource reader, SourceObject content)
    {
        File = file;
        FileName = fileName;
        _links = links;
        Reader = reader;
        Content = content;
    }

    /// <summary>The backup.</summary>
    public AliyunBackupFile File { get; }

    /// <summary>Name of its file.</summary>
    public string FileName { get; }

    /// <summary>Internal or Public.</summary>
    public AliyunNetwork Network => _links.Network;

    /// <summary>Reads it.</summary>
    public RangedSource Reader { get; }

    /// <summary>What the source says of it.</summary>
    public SourceObject Content { get; }

    /// <summary>Finds out what lies behind the links of <paramref name="file"/>.</summary>
    /// <remarks>Auto asks the internal address first, briefly: outside the region's network it does not answer.</remarks>
    /// <exception cref="RdsBackupException">BackupNotDownloadable, or what reaching the source throws.</exception>
    public static async Task<BackupSource> OpenAsync(
        AliyunBackupFile file, IAliyunRdsClient client, AliyunNetwork network, TransferPatience patience, TimeProvider time, OperationLog? log,
        CancellationToken cancellationToken)
    {
        if (network != AliyunNetwork.Auto)
        {
            return await ProbeAsync(file, client, network, isTrial: false, patience, time, log, cancellationToken).ConfigureAwait(false);
        }

        if (file.InternalDownloadLink is not null)
        {
            try
            {
                return await ProbeAsync(file, client, AliyunNetwork.Internal, isTrial: true, patience, time, log, cancellationToken).ConfigureAwait(false);
            }
            catch (RdsBackupException exception) when (exception.Kind == RdsBackupErrorKind.Connection && file.DownloadLink is not null)
            {
                OperationLogger.For(log).LogText(
                    LogLevel.Information, nameof(Messages.InternalNetworkUnreachable), file, file.InternalDownloadLink.Host);
            }
        }

        return await ProbeAsync(file, client, AliyunNetwork.Public, isTrial: false, patience, time, log, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Reader.Dispose();
        _links.Dispose();
    }

    private static async Task<BackupSource> ProbeAsync(
        AliyunBackupFile file, IAliyunRdsClient client, AliyunNetwork network, bool isTrial, TransferPatience patience, TimeProvider time, OperationLog? log,
        CancellationToken cancellationToken)
    {
        AliyunSourceLinks links = new(file, network, client, time);
        RangedSource reader = new(
            links, file.ToString()!, network == AliyunNetwork.Internal ? InternalConnectTimeout : HttpConnections.ConnectTimeout, patience, time,
            reason => OperationLogger.For(log).LogText(LogLevel.Information, nameof(Messages.SourceAskedAgain), file, reason));
        try
        {
            string fileName = file.FileName ?? (await links.GetAsync(cancellationToken).ConfigureAwait(false)).FileName;
            SourceObject content = await reader.ProbeAsync(retry: !isTrial, cancellationToken).ConfigureAwait(false);
            return new BackupSource(file, fileName, links, reader, content);
        }
        catch
        {
            reader.Dispose();
            links.Dispose();
            throw;
        }
    }
}
