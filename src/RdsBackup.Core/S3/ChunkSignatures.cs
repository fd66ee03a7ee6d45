using System.Security.Cryptography;
using System.Text;

namespace RdsBackup.S3;

/// <summary>
/// Signs the chunks of one body, each chained to the one before and the first to the request itself. Source: "Transfer payload in multiple
/// chunks", S3 API reference.
/// </summary>
internal sealed class ChunkSignatures
{
    /// <summary>Characters of a signature.</summary>
    public const int Length = 2 * SHA256.HashSizeInBytes;

    private static readonly string HashOfNothing = Convert.ToHexString(SHA256.HashData([])).ToLowerInvariant();
    private readonly byte[] _key;
    private readonly byte[] _toSign; // Ends with the signature before, the hash of nothing, and the hash of the chunk, a line each.
    private readonly int _hashAt;
    private readonly int _signatureAt;

    /// <summary>Begins with the request's signature.</summary>
    /// <param name="key">The signing key of the request's scope.</param>
    /// <param name="timestamp">The request's x-amz-date.</param>
    /// <param name="credentialScope">The request's scope.</param>
    /// <param name="seed">The request's signature.</param>
    public ChunkSignatures(byte[] key, string timestamp, string credentialScope, string seed)
    {
        _key = key;
        _toSign = Encoding.ASCII.GetBytes($"AWS4-HMAC-SHA256-PAYLOAD\n{timestamp}\n{credentialScope}\n{seed}\n{HashOfNothing}\n{HashOfNothing}");
        _hashAt = _toSign.Length - Length;
        _signatureAt = _hashAt - (2 * (Length + 1));
    }

    /// <summary>The signature of the next chunk, in ASCII; the last has no bytes. It stays until the next is asked for.</summary>
    public ReadOnlySpan<byte> Next(ReadOnlySpan<byte> chunk)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(chunk, hash);
        WriteHex(hash, _toSign.AsSpan(_hashAt));
        HMACSHA256.HashData(_key, _toSign, hash);
        Span<byte> signature = _toSign.AsSpan(_signatureAt, Length);
        WriteHex(hash, signature);
        return signature;
    }

    private static void WriteHex(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        for (int index = 0; index < bytes.Length; index++)
        {
            text[2 * index] = digits[bytes[index] >> 4];
            text[(2 * index) + 1] = digits[bytes[index] & 15];
        }
    }
}
