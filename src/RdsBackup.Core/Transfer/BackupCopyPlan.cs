namespace RdsBackup.Transfer;

/// <summary>What copying one backup will do: found out without writing anything.</summary>
public sealed class BackupCopyPlan : IDisposable
{
    private readonly BackupSource _source;

    internal BackupCopyPlan(BackupSource source, string key)
    {
        _source = source;
        Key = key;
    }

    /// <summary>The backup.</summary>
    public AliyunBackupFile File => _source.File;

    /// <summary>Name of its file.</summary>
    public string FileName => _source.FileName;

    /// <summary>Key of the copy.</summary>
    public string Key { get; }

    /// <summary>Bytes; null when the source does not say.</summary>
    public long? Bytes => Source.Length;

    /// <summary>Internal or Public.</summary>
    public AliyunNetwork Network => _source.Network;

    internal RangedSource Reader => _source.Reader;

    internal SourceObject Source => _source.Content;

    internal string ManifestKey => Key + CopyManifest.KeySuffix;

    internal string JournalKey => Key + CopyJournal.KeySuffix;

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
