using RdsBackup.S3;

namespace RdsBackup.Core.Tests.Transfer;

public sealed class PartBuffersTests
{
    private const int KiB = 1024;
    private readonly PartBuffers _buffers = new();

    [Fact]
    public void Few_parts_have_large_buffers_and_many_have_small_ones()
    {
        int[] sizes = [.. Enumerable.Range(0, 64).Select(_ => _buffers.Enter())];

        Assert.All(sizes[..8], size => Assert.Equal(512 * KiB, size));
        Assert.Equal(128 * KiB, sizes[^1]);
        Assert.Equal(sizes.OrderDescending(), sizes);
    }

    [Fact]
    public void Parts_that_begin_when_others_have_ended_get_what_those_had()
    {
        for (int part = 0; part < 32; part++)
        {
            _buffers.Enter();
        }

        Assert.Equal(128 * KiB, ReplaceOne());
        for (int part = 0; part < 24; part++)
        {
            _buffers.Leave();
        }

        Assert.Equal(512 * KiB, ReplaceOne());

        int ReplaceOne()
        {
            _buffers.Leave();
            return _buffers.Enter();
        }
    }

    [Fact]
    public void No_two_parts_share_memory_however_many_there_are()
    {
        Memory<byte>[] rented = [.. Enumerable.Range(0, 50).Select(_ => _buffers.Rent(_buffers.Enter()))];
        _buffers.Return(rented[3]);
        rented[3] = _buffers.Rent(256 * KiB);
        _buffers.Return(rented[49]);
        rented[49] = _buffers.Rent(128 * KiB);

        for (int index = 0; index < rented.Length; index++)
        {
            rented[index].Span.Fill((byte)index);
        }

        Assert.All(rented.Select((memory, index) => (memory, index)), item => Assert.Equal(-1, item.memory.Span.IndexOfAnyExcept((byte)item.index)));
    }

    [Fact]
    public void What_was_given_back_is_given_out_again()
    {
        Memory<byte> first = _buffers.Rent(512 * KiB);
        first.Span[0] = 42;
        _buffers.Return(first);

        Assert.Equal(42, _buffers.Rent(512 * KiB).Span[0]);
    }
}
