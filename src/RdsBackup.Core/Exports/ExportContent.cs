using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using RdsBackup.Retrieval;
using RdsBackup.S3;
using RdsBackup.Transfer;

namespace RdsBackup.Exports;

/// <summary>
/// Goes through what an export left in S3, holding neither the list of its tables nor that of its files. Source of the layout: "Exporting DB
/// snapshot data to Amazon S3", RDS User Guide.
/// </summary>
/// <param name="bucket">Where it is.</param>
/// <param name="root">What its keys start with.</param>
/// <param name="taskId">Its task.</param>
/// <param name="rules">Told of everything.</param>
/// <param name="options">How deep to look, and who wants to know.</param>
/// <param name="open">Makes an object readable.</param>
internal sealed partial class ExportContent(
    BackupBucket bucket, string root, string taskId, ExportRules rules, SnapshotExportTestOptions options, Func<ListedObject, StoredObject> open) : IDisposable
{
    private const int Concurrency = 8;
    private const int ShortestParquet = 12;
    private const string Marker = "_SUCCESS";
    private readonly SemaphoreSlim _reading = new(Concurrency);
    private readonly ConcurrentBag<AwsExportTableContent> _tables = [];
    private long _allTables;
    private int _tableCount;
    private int _fileCount;
    private long _totalBytes;

    /// <summary>Tables gone through.</summary>
    public int TableCount => _tableCount;

    /// <summary>Parquet files seen.</summary>
    public int FileCount => _fileCount;

    /// <summary>Bytes of those files.</summary>
    public long TotalBytes => _totalBytes;

    /// <summary>What each table has, by name; empty unless the footers were read.</summary>
    public IReadOnlyList<AwsExportTableContent> Tables => [.. _tables.OrderBy(table => table.Table, StringComparer.Ordinal)];

    /// <summary>Checks everything: eight tables are listed and eight files are read at once.</summary>
    /// <param name="warning">The task's warning; null takes that of export_info.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task CheckAsync(string? warning, CancellationToken cancellationToken)
    {
        string name = $"export_info_{taskId}.json";
        string? text = await bucket.ReadTextAsync(root + name, cancellationToken).ConfigureAwait(false);
        ExportInfo? info = CopyJson.Read<ExportInfo>(text);
        rules.CheckInfo(name, text is not null, info, taskId);
        rules.CheckWarning(warning ?? info?.WarningMessage);

        List<(long From, long To, ListedObject File)> lists = await FindListsAsync(cancellationToken).ConfigureAwait(false);
        rules.CheckRanges(lists.Select(list => (list.From, list.To)));
        _allTables = lists.Count > 0 ? lists[^1].To : 0;
        ParallelOptions parallel = Parallelism(cancellationToken);
        await Parallel.ForEachAsync(TablesAsync(lists, cancellationToken), parallel, async (table, token) =>
            await CheckTableAsync(table, token).ConfigureAwait(false)).ConfigureAwait(false);
        rules.CheckCount();
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    // By number: the order of the names is another one.
    private async Task<List<(long From, long To, ListedObject File)>> FindListsAsync(CancellationToken cancellationToken)
    {
        List<(long From, long To, ListedObject File)> lists = [];
        string prefix = $"{root}export_tables_info_{taskId}_";
        await foreach (ListedObject item in bucket.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (RangeName().Match(item.Key[prefix.Length..]) is { Success: true } range)
            {
                lists.Add((Number(range.Groups[1].Value), Number(range.Groups[2].Value), item));
            }
        }

        lists.Sort((one, other) => one.From.CompareTo(other.From));
        return lists;
    }

    private async IAsyncEnumerable<ExportedTable> TablesAsync(
        IEnumerable<(long From, long To, ListedObject File)> lists, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach ((_, _, ListedObject file) in lists)
        {
            Stream json = open(file).Open((0, file.Size));
            await using (json.ConfigureAwait(false))
            {
                ExportTablesInfo info = new(json);
                while (await ReadAsync(info, file, cancellationToken).ConfigureAwait(false) is { Count: > 0 } tables)
                {
                    foreach (ExportedTable table in tables.Where(rules.CheckTable))
                    {
                        yield return table;
                    }
                }
            }
        }
    }

    private async Task<IReadOnlyList<ExportedTable>> ReadAsync(ExportTablesInfo info, ListedObject file, CancellationToken cancellationToken)
    {
        try
        {
            return await info.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader calls text that is no UTF-8 an invalid operation.
            rules.CannotRead(file.Key[root.Length..], exception.Message);
            return [];
        }
    }

    private async Task CheckTableAsync(ExportedTable table, CancellationToken cancellationToken)
    {
        HashSet<string> withFiles = new(StringComparer.Ordinal), marked = new(StringComparer.Ordinal);
        int files = 0;
        long bytes = 0, rows = 0;
        foreach (string folder in table.Folders)
        {
            await Parallel.ForEachAsync(FilesAsync(folder, withFiles, marked, cancellationToken), Parallelism(cancellationToken), async (file, token) =>
            {
                Interlocked.Add(ref rows, await CheckFileAsync(file, token).ConfigureAwait(false));
                Interlocked.Add(ref bytes, file.Size);
                Interlocked.Increment(ref files);
            }).ConfigureAwait(false);
            if (withFiles.Count > 0 || marked.Count > 0)
            {
                break;
            }
        }

        rules.CheckFolders(table, withFiles, marked);
        Interlocked.Increment(ref _tableCount);
        if (options.Deep)
        {
            _tables.Add(new AwsExportTableContent(table.Target, rows, files, bytes));
        }

        Report();
    }

    // Listed by one at a time, whoever asks for the next.
    private async IAsyncEnumerable<ListedObject> FilesAsync(
        string tableFolder, HashSet<string> withFiles, HashSet<string> marked, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ListedObject item in bucket.ListAsync(root + tableFolder, cancellationToken).ConfigureAwait(false))
        {
            int slash = item.Key.LastIndexOf('/');
            string folder = item.Key[root.Length..(slash + 1)];
            if (item.Key.EndsWith(".parquet", StringComparison.Ordinal))
            {
                withFiles.Add(folder);
                yield return item;
            }
            else if (item.Key.AsSpan(slash + 1).SequenceEqual(Marker))
            {
                marked.Add(folder);
            }
        }
    }

    /// <summary>Checks a file; its rows, if they are wanted and can be told.</summary>
    private async Task<long> CheckFileAsync(ListedObject file, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _fileCount);
        Interlocked.Add(ref _totalBytes, file.Size);
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            StoredObject content = open(file);
            bool begins = await HasMagicAsync(content, 0, file.Size, cancellationToken).ConfigureAwait(false);
            bool ends = begins && file.Size >= ShortestParquet
                && await HasMagicAsync(content, file.Size - 4, file.Size, cancellationToken).ConfigureAwait(false);
            bool isWhole = rules.CheckFile(file.Key[root.Length..], file.Size, begins, ends);
            return isWhole && options.Deep ? await ReadRowCountAsync(file, content, cancellationToken).ConfigureAwait(false) : 0;
        }
        finally
        {
            _reading.Release();
            Report();
        }
    }

    private async Task<long> ReadRowCountAsync(ListedObject file, StoredObject content, CancellationToken cancellationToken)
    {
        try
        {
            return await ParquetFooter.ReadRowCountAsync(content, file.Size, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException exception)
        {
            rules.CannotReadFooter(file.Key[root.Length..], file.Size, exception.Message);
            return 0;
        }
    }

    private void Report() => options.OnProgress?.Invoke(new ExportTestProgress(_tableCount, _allTables, _fileCount));

    private static async Task<bool> HasMagicAsync(StoredObject content, long offset, long size, CancellationToken cancellationToken)
    {
        byte[] magic = new byte[4];
        if (size < magic.Length)
        {
            return false;
        }

        Stream stream = content.Open((offset, magic.Length));
        await using (stream.ConfigureAwait(false))
        {
            await stream.ReadExactlyAsync(magic, cancellationToken).ConfigureAwait(false);
        }

        return magic.AsSpan().SequenceEqual("PAR1"u8);
    }

    private static ParallelOptions Parallelism(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex("^from_([0-9]{1,18})_to_([0-9]{1,18})\\.json$")]
    private static partial Regex RangeName();
}
