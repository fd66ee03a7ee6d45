namespace RdsBackup.Sandbox;

/// <summary>Bytes held in memory, which any number of objects may share.</summary>
internal sealed class MemoryContent(byte[] bytes) : Content
{
    public override long Length => bytes.Length;

    public override ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        bytes.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
        return ValueTask.CompletedTask;
    }

    protected override ulong ComputeCrc64() => Checksums.Crc.Crc64Xz.Append(0, bytes);
}
