using System.Management.Automation;
using RdsBackup.Diagnostics;
using RdsBackup.S3;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that read copies in S3, of one bucket or several.</summary>
public abstract class StoredCopyCommand : S3Command
{
    private readonly Dictionary<string, IDisposable> _connections = new(StringComparer.Ordinal);

    /// <summary>Key of the copy. Get-RdsBackupCopy and Send-AliyunBackupToS3 write objects that have it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Key { get; set; } = "";

    /// <summary>Ranges of a copy read at once, 1 to 64. Left out, it adapts: it grows while throughput grows, and falls when S3 asks to slow down.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? Concurrency { get; set; }

    /// <summary>Bytes per second, such as 50MB/s, for all that this command reads together.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    [RateTransformation]
    public long? BandwidthLimit { get; set; }

    /// <summary>The copy's address.</summary>
    private protected string Address => $"s3://{Bucket}/{Key}";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (IDisposable connection in _connections.Values)
        {
            connection.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A bar for reading the copy.</summary>
    /// <param name="activity">Id of the text that says what is being done with <see cref="Address"/>.</param>
    private protected CopyProgressBar StartProgress(string activity) => new(Pipeline.StartProgress(Errors.Text(activity, Address), Clock), Clock);

    /// <summary>What <paramref name="connect"/> makes of the bucket, once for each bucket. The command disposes it.</summary>
    private protected async Task<T> ReachAsync<T>(Func<S3ConnectionOptions, Task<T>> connect)
        where T : class, IDisposable
    {
        if (!_connections.TryGetValue(Bucket, out IDisposable? connection))
        {
            connection = await connect(CreateConnection());
            _connections.Add(Bucket, connection);
        }

        return (T)connection;
    }
}
