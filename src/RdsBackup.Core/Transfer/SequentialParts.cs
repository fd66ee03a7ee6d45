using RdsBackup.Diagnostics;
using RdsBackup.S3;

namespace RdsBackup.Transfer;

/// <summary>
/// The parts of a source that answers no ranges: one stream, one part at a time. A part that S3 refuses could not be read again,
/// so each is held in memory until it is acknowledged; parts grow in steps, so that few bytes are held while the object is small
/// and 10,000 parts suffice for 1.6 TiB. At most <see cref="LargestPart"/> bytes are held.
/// </summary>
internal sealed class SequentialParts
{
    /// <summary>Bytes of the largest part, and so the most memory a part takes: 256 MiB.</summary>
    public const int LargestPart = 256 * MiB;

    private const int MiB = 1024 * 1024;
    private readonly BackupCopyPlan _backup;
    private readonly PartSender _sender;

    /// <summary>Sends <paramref name="backup"/> through <paramref name="sender"/>.</summary>
    public SequentialParts(BackupCopyPlan backup, PartSender sender)
    {
        _backup = backup;
        _sender = sender;
    }

    /// <summary>Sends everything.</summary>
    /// <exception cref="RdsBackupException">SourceTruncated, SourceUnreachable, SourceEmpty, ObjectTooLarge, or what sending throws.</exception>
    public async Task<IReadOnlyList<UploadedPart>> SendAsync(CancellationToken cancellationToken)
    {
        List<UploadedPart> parts = [];
        Stream stream = await _backup.Reader.OpenWholeAsync(_backup.Source, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            byte[] buffer = [];
            long position = 0;
            for (int number = 1; ; number++)
            {
                int size = SizeOf(number);
                buffer = buffer.Length == size ? buffer : new byte[size];
                int count = await FillAsync(stream, buffer, position, cancellationToken).ConfigureAwait(false);
                if (count > 0)
                {
                    ThrowIfTooMany(number, position);
                    parts.Add(await _sender.SendAsync(
                        number, count, () => new MemoryStream(buffer, 0, count, writable: false), cancellationToken).ConfigureAwait(false));
                    position += count;
                }

                if (count < size)
                {
                    return CheckedLength(parts, position);
                }
            }
        }
    }

    /// <summary>Bytes of part <paramref name="number"/> (1-based).</summary>
    internal static int SizeOf(int number) => number switch
    {
        <= 1000 => 16 * MiB,
        <= 4000 => 64 * MiB,
        _ => LargestPart,
    };

    private async Task<int> FillAsync(Stream stream, byte[] buffer, long position, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (RangedSource.IsTransient(exception))
        {
            throw _backup.Reader.Broken(_backup.Source, position, exception);
        }
    }

    private static void ThrowIfTooMany(int number, long position)
    {
        if (number > PartPlan.MaximumParts)
        {
            throw Errors.Create(nameof(Messages.ObjectTooLarge), RdsBackupErrorKind.NotSupported, position, position);
        }
    }

    private List<UploadedPart> CheckedLength(List<UploadedPart> parts, long length)
    {
        if (length == 0)
        {
            throw Errors.Create(nameof(Messages.SourceEmpty), RdsBackupErrorKind.CorruptData, _backup.File.ToString());
        }

        return _backup.Source.Length is { } expected && expected != length ? throw _backup.Reader.Truncated(length, expected) : parts;
    }
}
