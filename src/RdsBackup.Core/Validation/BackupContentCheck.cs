using RdsBackup.Aliyun;
using RdsBackup.Network;
using RdsBackup.Transfer;

namespace RdsBackup.Validation;

/// <summary>Reads the first bytes of a backup's file, by range, and compares them with what its name promises.</summary>
internal sealed class BackupContentCheck(IAliyunRdsClient client, AliyunValidationOptions options)
{
    /// <summary>Findings about the file, and whether it could be read at all.</summary>
    public async Task<(bool WasRead, IReadOnlyList<BackupFinding> Findings)> RunAsync(AliyunBackup backup, CancellationToken cancellationToken)
    {
        try
        {
            using BackupSource source = await BackupSource.OpenAsync(
                backup, client, options.Network, TransferPatience.Default, options.TimeProvider, options.Log, cancellationToken);
            byte[] prefix = await ReadPrefixAsync(source, cancellationToken);
            return (true, [.. CheckLength(backup, source.Content.Length), .. CheckMagic(backup, source.FileName, prefix)]);
        }
        catch (Exception exception) when (exception is RdsBackupException || RangedSource.IsTransient(exception))
        {
            string remedy = (exception as RdsBackupException)?.Recommendation ?? "";
            return (false, [BackupRules.Finding(BackupFindingCode.ContentUnreadable, FindingSeverity.Error, backup, exception.Message, remedy)]);
        }
    }

    private static async Task<byte[]> ReadPrefixAsync(BackupSource source, CancellationToken cancellationToken)
    {
        int count = (int)Math.Min(source.Content.Length ?? FileMagic.PrefixLength, FileMagic.PrefixLength);
        await using Stream stream = source.Content.SupportsRanges
            ? source.Reader.Open(source.Content, offset: 0, count)
            : await source.Reader.OpenWholeAsync(source.Content, cancellationToken);
        byte[] prefix = new byte[count];
        int read = await stream.ReadAtLeastAsync(prefix, count, throwOnEndOfStream: false, cancellationToken);
        return prefix[..read];
    }

    private static IEnumerable<BackupFinding> CheckLength(AliyunBackup backup, long? length)
    {
        if (length is { } actual && actual != backup.Size && backup.Size > 0)
        {
            yield return BackupRules.Finding(
                BackupFindingCode.ContentSizeMismatch, FindingSeverity.Error, backup, actual, backup.Size);
        }
    }

    private static IEnumerable<BackupFinding> CheckMagic(AliyunBackup backup, string fileName, byte[] prefix)
    {
        const int Shown = 8;
        FileMagic? magic = FileMagic.Of(fileName);
        if (magic is null)
        {
            yield return BackupRules.Finding(BackupFindingCode.ContentKindUnknown, FindingSeverity.Information, backup, fileName);
        }
        else if (prefix.Length > 0 && !magic.Matches(prefix)) // that a file is empty is said already
        {
            string begins = Convert.ToHexString(prefix.AsSpan(0, Math.Min(Shown, prefix.Length)));
            yield return BackupRules.Finding(
                BackupFindingCode.ContentMagicMismatch, FindingSeverity.Error, backup, fileName, magic.Kind, begins);
        }
    }
}
