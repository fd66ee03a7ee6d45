using System.Collections.Concurrent;

namespace RdsBackup.Sandbox;

/// <summary>An open multipart upload.</summary>
/// <param name="UploadId">Its id.</param>
/// <param name="Key">The key of the object to be.</param>
/// <param name="Initiated">When it was created.</param>
/// <param name="Attributes">What the object will have.</param>
/// <param name="DeclaredAlgorithm">The checksum algorithm given on creation; null for none.</param>
/// <param name="ChecksumType">FULL_OBJECT or COMPOSITE.</param>
public sealed record S3Upload(string UploadId, string Key, DateTimeOffset Initiated, S3Attributes Attributes, string? DeclaredAlgorithm, string ChecksumType)
{
    private readonly ConcurrentDictionary<int, S3Part> _parts = new();

    /// <summary>The algorithm of the object's checksum: S3 keeps CRC64NVME where none was declared.</summary>
    public string Algorithm => DeclaredAlgorithm ?? "CRC64NVME";

    /// <summary>The parts received so far, by number.</summary>
    public IReadOnlyList<S3Part> Parts => [.. _parts.Values.OrderBy(part => part.Number)];

    internal S3Part? Part(int number) => _parts.GetValueOrDefault(number);

    /// <summary>Keeps a part; the one it replaces, if any.</summary>
    internal S3Part? Keep(S3Part part)
    {
        S3Part? replaced = null;
        _parts.AddOrUpdate(part.Number, part, (_, before) =>
        {
            replaced = before;
            return part;
        });
        return replaced;
    }
}
