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

    private static readonly string HashOfNothing = Hex(SHA256.HashData([]));
    private readonly byte[] _key;
    private readonly string _prefix;
    private string _previous;

    /// <summary>Begins with the request's signature.</summary>
    /// <param name="key">The signing key of the request's scope.</param>
    /// <param name="timestamp">The request's x-amz-date.</param>
    /// <param name="credentialScope">The request's scope.</param>
    /// <param name="seed">The request's signature.</param>
    public ChunkSignatures(byte[] key, string timestamp, string credentialScope, string seed)
    {
        _key = key;
        _prefix = $"AWS4-HMAC-SHA256-PAYLOAD\n{timestamp}\n{credentialScope}\n";
        _previous = seed;
    }

    /// <summary>The signature of the next chunk; the last has no bytes.</summary>
    public string Next(ReadOnlySpan<byte> chunk) =>
        _previous = Hex(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes($"{_prefix}{_previous}\n{HashOfNothing}\n{Hex(SHA256.HashData(chunk))}")));

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
