namespace RdsBackup.Retrieval;

/// <summary>What downloading one copy will do: found out without writing anything.</summary>
public sealed class BackupDownloadPlan
{
    internal BackupDownloadPlan(string key, string path, StoredCopy stored)
    {
        Key = key;
        Path = path;
        Stored = stored;
    }

    /// <summary>Key of the copy.</summary>
    public string Key { get; }

    /// <summary>The file it goes to.</summary>
    public string Path { get; }

    /// <summary>Bytes of the copy.</summary>
    public long Bytes => Stored.Length;

    internal StoredCopy Stored { get; }
}
