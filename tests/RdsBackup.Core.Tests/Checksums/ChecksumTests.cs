using CsCheck;
using RdsBackup.Checksums;
using RdsBackup.S3;
using Crc32 = System.IO.Hashing.Crc32;

namespace RdsBackup.Core.Tests.Checksums;

public sealed class ChecksumTests
{
    private static readonly byte[] Digits = "123456789"u8.ToArray();

    [Fact]
    public void Crc64_xz_has_the_check_value_that_OSS_documents() =>
        Assert.Equal(11051210869376104954UL, Crc.Crc64Xz.Append(0, Digits));

    [Fact]
    public void Crc64_xz_of_hello_world_is_what_OSS_answers() =>
        Assert.Equal(5981764153023615706UL, Crc.Crc64Xz.Append(0, "hello world"u8));

    [Fact]
    public void Crc64_nvme_has_its_check_value() =>
        Assert.Equal(0xae8b14860a799888UL, Crc.Crc64Nvme.Append(0, Digits));

    [Fact]
    public void Crc32_has_its_check_value() =>
        Assert.Equal(0xCBF43926UL, Crc.Crc32.Append(0, Digits));

    [Fact]
    public void Crc32_is_written_as_S3_writes_it() =>
        Assert.Equal("DUoRhQ==", Crc32Checksum.ToBase64((uint)Crc.Crc32.Append(0, "hello world"u8)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("DUoRhQ==-3")]
    [InlineData("not one!")]
    public void A_composite_or_missing_checksum_is_not_taken_for_a_crc32(string? text) =>
        Assert.False(Crc32Checksum.TryParse(text, out _));

    [Fact]
    public void Any_split_gives_the_checksums_of_the_whole() =>
        Gen.Byte.Array[0, 4096].Array[0, 8].Sample(parts =>
        {
            byte[] whole = [.. parts.SelectMany(part => part)];
            ChecksumChain chain = ChecksumChain.Of(parts.Select((part, index) =>
                new UploadedPart(index + 1, part.Length, "", (uint)Crc.Crc32.Append(0, part), Crc.Crc64Xz.Append(0, part), PartProof.None)).Reverse());

            Assert.Equal(new ChecksumChain(whole.Length, Crc32.HashToUInt32(whole), Crc.Crc64Xz.Append(0, whole)), chain);
        });

    [Fact]
    public void Appending_in_pieces_equals_appending_at_once() =>
        Gen.Select(Gen.Byte.Array[0, 1000], Gen.Int[0, 1000]).Sample((data, cut) =>
        {
            cut = Math.Min(cut, data.Length);
            Assert.Equal(Crc.Crc64Xz.Append(0, data), Crc.Crc64Xz.Append(Crc.Crc64Xz.Append(0, data.AsSpan(0, cut)), data.AsSpan(cut)));
        });

    [Fact]
    public void Every_length_gives_what_the_definition_gives() =>
        Gen.Byte.Array[0, 2000].Sample(data => Assert.Equal(BitByBit(data), Crc.Crc64Xz.Append(0, data)));

    [Fact]
    public void Every_length_gives_the_crc32_of_another_library() =>
        Gen.Byte.Array[0, 2000].Sample(data => Assert.Equal(Crc32.HashToUInt32(data), Crc.Crc32.Append(0, data)));

    [Fact]
    public void Combining_reaches_over_lengths_no_test_could_hash()
    {
        const long Terabyte = 1L << 40;
        ulong first = Crc.Crc64Xz.Append(0, Digits);

        ulong atOnce = Crc.Crc64Xz.Combine(first, 0, 2 * Terabyte);
        ulong inTwoSteps = Crc.Crc64Xz.Combine(Crc.Crc64Xz.Combine(first, 0, Terabyte), 0, Terabyte);

        Assert.Equal(inTwoSteps, atOnce);
        Assert.NotEqual(first, atOnce);
    }

    private static ulong BitByBit(byte[] data)
    {
        ulong crc = ulong.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xC96C5795D7870F42);
            }
        }

        return ~crc;
    }
}
