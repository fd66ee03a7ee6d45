using System.Buffers.Binary;
using Parquet;
using RdsBackup.Retrieval;

namespace RdsBackup.Exports;

/// <summary>What the footer of a Parquet file says. Source of the layout: "File format" of Apache Parquet: magic, …, footer, its length, magic.</summary>
internal static class ParquetFooter
{
    private const int MagicLength = 4;
    private const int EndLength = MagicLength + sizeof(int);

    /// <summary>The rows of a file.</summary>
    /// <param name="content">The file.</param>
    /// <param name="size">Its bytes, at least twelve.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidDataException">The footer cannot be read, or contradicts itself.</exception>
    /// <exception cref="RdsBackupException">The object cannot be read.</exception>
    public static async Task<long> ReadRowCountAsync(StoredObject content, long size, CancellationToken cancellationToken)
    {
        StoredFile file = new(content, size);
        await using (file.ConfigureAwait(false))
        {
            await CheckLengthAsync(file, cancellationToken).ConfigureAwait(false);
            try
            {
                ParquetReader reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true, cancellationToken: cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    return CheckedRowCount(reader);
                }
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or RdsBackupException or InvalidDataException))
            {
                // Whatever the library meets in bytes that make no sense.
                throw new InvalidDataException(exception.Message, exception);
            }
        }
    }

    // The library sets aside as much memory as the footer says it needs.
    private static async Task CheckLengthAsync(StoredFile file, CancellationToken cancellationToken)
    {
        byte[] end = new byte[EndLength];
        file.Seek(-EndLength, SeekOrigin.End);
        await file.ReadExactlyAsync(end, cancellationToken).ConfigureAwait(false);
        int length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (length <= 0 || length > file.Length - EndLength - MagicLength)
        {
            throw new InvalidDataException($"It says that it has {length} bytes.");
        }
    }

    private static long CheckedRowCount(ParquetReader reader)
    {
        long rows = reader.Metadata?.NumRows ?? 0;
        long inGroups = reader.Metadata?.RowGroups.Sum(group => group.NumRows) ?? 0;
        return rows == inGroups ? rows : throw new InvalidDataException($"It counts {rows} rows, its row groups {inGroups}.");
    }
}
