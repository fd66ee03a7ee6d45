using System.Numerics;
using RdsBackup.S3;

namespace RdsBackup.Core.Tests.Transfer;

public sealed class PartBuffersTests
{
    private const int MiB = 1024 * 1024;
    private readonly PartBuffers _buffers = new();

    [Fact]
    public void Few_parts_have_large_buffers_and_many_have_small_ones()
    {
        int[] sizes = [.. Enumerable.Range(0, 64).Select(_ => _buffers.Enter())];

        Assert.All(sizes[..8], size => Assert.Equal(MiB, size));
        Assert.Equal(PartBuffers.Smallest, sizes[^1]);
        Assert.InRange(sizes.Sum(), 8 * MiB, 20 * MiB);
        Assert.All(sizes, size => Assert.True(BitOperations.IsPow2(size), $"{size} is no size of the pool."));
        Assert.Equal(sizes.OrderDescending(), sizes);
    }

    [Fact]
    public void Parts_that_begin_when_others_have_ended_get_what_those_had()
    {
        for (int part = 0; part < 32; part++)
        {
            _buffers.Enter();
        }

        Assert.Equal(256 * 1024, ReplaceOne());
        for (int part = 0; part < 24; part++)
        {
            _buffers.Leave();
        }

        Assert.Equal(MiB, ReplaceOne());

        int ReplaceOne()
        {
            _buffers.Leave();
            return _buffers.Enter();
        }
    }
}
