using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Security.Cryptography;
using RdsBackup.Checksums;

namespace RdsBackup.Sandbox;

/// <summary>A checksum of S3, computed over bytes as they come. Values are base64 of big-endian bytes.</summary>
internal abstract class S3Checksum : IDisposable
{
    public const string HeaderPrefix = "x-amz-checksum-";
    private const uint Crc32Polynomial = 0xEDB88320;
    private const uint Crc32CPolynomial = 0x82F63B78;

    public static readonly string[] Algorithms = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

    public static S3Checksum Create(string algorithm) => algorithm switch
    {
        "CRC32" => new Crc32Checksum(),
        "CRC32C" => new Crc32CChecksum(),
        "CRC64NVME" => new Crc64NvmeChecksum(),
        "SHA1" => new HashChecksum(HashAlgorithmName.SHA1),
        "SHA256" => new HashChecksum(HashAlgorithmName.SHA256),
        _ => throw new RefusedException(400, "InvalidRequest", "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"),
    };

    /// <summary>The header that carries a value.</summary>
    public static string Header(string algorithm) => HeaderPrefix + algorithm.ToLowerInvariant();

    /// <summary>The value of two sequences one after the other; CRCs only.</summary>
    public static string Combine(string algorithm, string first, string second, long secondLength)
    {
        byte[] left = Convert.FromBase64String(first);
        byte[] right = Convert.FromBase64String(second);
        return algorithm switch
        {
            "CRC32" => Combine32(left, right, secondLength, Crc32Polynomial),
            "CRC32C" => Combine32(left, right, secondLength, Crc32CPolynomial),
            _ => ToBase64(Crc.Crc64Nvme.Combine(BinaryPrimitives.ReadUInt64BigEndian(left), BinaryPrimitives.ReadUInt64BigEndian(right), secondLength)),
        };
    }

    public abstract void Append(ReadOnlySpan<byte> data);

    public abstract string Finish();

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool isDisposing)
    {
    }

    private static string Combine32(byte[] left, byte[] right, long length, uint polynomial) =>
        ToBase64((uint)CrcShift.ByBytes(BinaryPrimitives.ReadUInt32BigEndian(left), length, polynomial) ^ BinaryPrimitives.ReadUInt32BigEndian(right));

    private static string ToBase64(uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Convert.ToBase64String(bytes);
    }

    private static string ToBase64(ulong value)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Convert.ToBase64String(bytes);
    }

    private sealed class Crc32Checksum : S3Checksum
    {
        private readonly Crc32 _crc = new();

        public override void Append(ReadOnlySpan<byte> data) => _crc.Append(data);

        public override string Finish() => ToBase64(_crc.GetCurrentHashAsUInt32());
    }

    private sealed class Crc32CChecksum : S3Checksum
    {
        private uint _state = uint.MaxValue;

        public override void Append(ReadOnlySpan<byte> data)
        {
            for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
            {
                _state = BitOperations.Crc32C(_state, BinaryPrimitives.ReadUInt64LittleEndian(data));
            }

            foreach (byte value in data)
            {
                _state = BitOperations.Crc32C(_state, value);
            }
        }

        public override string Finish() => ToBase64(~_state);
    }

    private sealed class Crc64NvmeChecksum : S3Checksum
    {
        private ulong _crc;

        public override void Append(ReadOnlySpan<byte> data) => _crc = Crc.Crc64Nvme.Append(_crc, data);

        public override string Finish() => ToBase64(_crc);
    }

    private sealed class HashChecksum(HashAlgorithmName name) : S3Checksum
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(name);

        public override void Append(ReadOnlySpan<byte> data) => _hash.AppendData(data);

        public override string Finish() => Convert.ToBase64String(_hash.GetCurrentHash());

        protected override void Dispose(bool isDisposing)
        {
            if (isDisposing)
            {
                _hash.Dispose();
            }

            base.Dispose(isDisposing);
        }
    }
}
