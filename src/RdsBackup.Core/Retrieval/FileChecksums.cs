using System.Buffers;
using Microsoft.Win32.SafeHandles;
using RdsBackup.Checksums;
using RdsBackup.Transfer;

namespace RdsBackup.Retrieval;

/// <summary>Reads what lies on disk for its checksums.</summary>
internal static class FileChecksums
{
    /// <summary>The checksums of <paramref name="length"/> bytes from <paramref name="offset"/>, or of fewer where the file ends before.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where to start.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="progress">Counts the bytes; the rate of the network does not hold for them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public static async Task<ChecksumChain> ReadAsync(
        SafeFileHandle file, long offset, long length, CopyProgress progress, CancellationToken cancellationToken)
    {
        RunningChecksum checksum = new();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(StoredObject.ChunkSize);
        try
        {
            for (long done = 0; done < length; done = checksum.Value.Length)
            {
                Memory<byte> chunk = buffer.AsMemory(0, (int)Math.Min(StoredObject.ChunkSize, length - done));
                int count = await RandomAccess.ReadAsync(file, chunk, offset + done, cancellationToken).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                checksum.Append(chunk.Span[..count]);
                progress.Add(count);
            }

            return checksum.Value;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
