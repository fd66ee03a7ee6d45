namespace RdsBackup.Transfer;

/// <summary>What copying one backup will do: found out without writing anything.</summary>
public sealed class BackupCopyPlan : IDisposable
{
    private readonly AliyunSourceLinks _links;

    internal BackupCopyPlan(AliyunBackupFile file, string fileName, string key, AliyunSourceLinks links, RangedSource reader, SourceObject source)
    {
        File = file;
        FileName = fileName;
        Key = key;
        _links = links;
        Reader = reader;
        Source = source;
    }

    /// <summary>The backup.</summary>
    public AliyunBackupFile File { get; }

    /// <summary>Name of its file.</summary>
    public string FileName { get; }

    /// <summary>Key of the copy.</summary>
    public string Key { get; }

    /// <summary>Bytes; null when the source does not say.</summary>
    public long? Bytes => Source.Length;

    /// <summary>Internal or Public.</summary>
    public AliyunNetwork Network => _links.Network;

    internal RangedSource Reader { get; }

    internal SourceObject Source { get; }

    internal string ManifestKey => Key + CopyManifest.KeySuffix;

    internal string JournalKey => Key + CopyJournal.KeySuffix;

    /// <inheritdoc/>
    public void Dispose()
    {
        Reader.Dispose();
        _links.Dispose();
    }
}
