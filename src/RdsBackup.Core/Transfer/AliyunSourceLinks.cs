using RdsBackup.Aliyun;
using RdsBackup.Diagnostics;

namespace RdsBackup.Transfer;

/// <summary>The links of one backup file of ApsaraDB RDS through one of its two networks.</summary>
internal sealed class AliyunSourceLinks : ISourceLinks, IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);
    private readonly IAliyunRdsClient _client;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private AliyunBackupFile _file;
    private volatile bool _isClockTrusted = true;

    /// <summary>Links of <paramref name="file"/> through <paramref name="network"/>, renewed through <paramref name="client"/>.</summary>
    public AliyunSourceLinks(AliyunBackupFile file, AliyunNetwork network, IAliyunRdsClient client, TimeProvider time)
    {
        _file = file;
        Network = network;
        _client = client;
        _time = time;
    }

    /// <summary>Internal or Public.</summary>
    public AliyunNetwork Network { get; }

    private SignedLink? Link => Network == AliyunNetwork.Internal ? _file.InternalDownloadLink : _file.DownloadLink;

    /// <inheritdoc/>
    public async ValueTask<SignedLink> GetAsync(CancellationToken cancellationToken)
    {
        SignedLink? link = Link;
        return link is null || (_isClockTrusted && link.ExpiresAt < _time.GetUtcNow() + Margin)
            ? await RefreshAsync(link, cancellationToken).ConfigureAwait(false)
            : link;
    }

    /// <inheritdoc/>
    public ValueTask<SignedLink> RenewAsync(SignedLink expired, CancellationToken cancellationToken) =>
        RefreshAsync(expired, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async ValueTask<SignedLink> RefreshAsync(SignedLink? old, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Link is { } renewedMeanwhile && !ReferenceEquals(renewedMeanwhile, old))
            {
                return renewedMeanwhile;
            }

            _file = await FindAsync(cancellationToken).ConfigureAwait(false)
                ?? throw Errors.Create(nameof(Messages.BackupNotFound), RdsBackupErrorKind.NotFound, _file.ToString(), _file.RegionId);
            SignedLink renewed = Link ?? throw Errors.Create(nameof(Messages.BackupNotDownloadable), RdsBackupErrorKind.NotSupported, _file.ToString(), Network);
            _isClockTrusted = renewed.ExpiresAt > _time.GetUtcNow(); // Otherwise the source's own refusal has to show that a link has expired.
            return renewed;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<AliyunBackupFile?> FindAsync(CancellationToken cancellationToken)
    {
        IAsyncEnumerable<AliyunBackupFile> candidates = _file switch
        {
            AliyunBackup backup => _client.DescribeBackupsAsync(
                new AliyunBackupQuery(backup.InstanceId, WindowStart, WindowEnd, backup.BackupId), cancellationToken),
            { Engine: "MySQL" or "MariaDB" } => _client.DescribeBinlogFilesAsync(LogQuery, cancellationToken),
            _ => _client.DescribeLogBackupFilesAsync(LogQuery, cancellationToken),
        };
        await foreach (AliyunBackupFile candidate in candidates.ConfigureAwait(false))
        {
            bool same = candidate is AliyunBackup found
                ? found.BackupId == ((AliyunBackup)_file).BackupId
                : candidate.FileName == _file.FileName && candidate.HostInstanceId == _file.HostInstanceId;
            if (same)
            {
                return candidate;
            }
        }

        return null;
    }

    private DateTimeOffset WindowStart => (_file.StartTime ?? _time.GetUtcNow().AddDays(-30)).AddMinutes(-1);

    private DateTimeOffset WindowEnd => (_file.EndTime ?? _time.GetUtcNow()).AddMinutes(2);

    private AliyunLogBackupQuery LogQuery => new(_file.InstanceId, WindowStart, WindowEnd, _file.Engine);
}
