namespace RdsBackup.Validation;

/// <summary>
/// The first bytes of the kinds of file that backups come in, told by the end of the name. Sources: help.aliyun.com on restoring
/// downloaded backups for the names; RFC 1952 (gzip), PKWARE's APPNOTE (zip), POSIX ustar, Percona's xbstream, qpress, and
/// Microsoft Tape Format (.bak; MSSQLBAK where SQL Server compressed it) for the bytes.
/// </summary>
/// <param name="Kind">Name of the format.</param>
/// <param name="Offset">Where the bytes stand.</param>
/// <param name="Signatures">The bytes; any of them will do.</param>
internal sealed record FileMagic(string Kind, int Offset, params byte[][] Signatures)
{
    /// <summary>As many bytes of a file as any format needs.</summary>
    public const int PrefixLength = 512;

    private static readonly FileMagic Gzip = new("gzip", 0, [0x1F, 0x8B]);
    private static readonly FileMagic Zip = new("zip", 0, [0x50, 0x4B, 0x03, 0x04]);
    private static readonly FileMagic Qpress = new("qpress", 0, "qpress10"u8.ToArray());
    private static readonly FileMagic XbStream = new("xbstream", 0, "XBSTCK01"u8.ToArray());
    private static readonly FileMagic Tar = new("tar", 257, "ustar"u8.ToArray());
    private static readonly FileMagic SqlServerBackup = new("SQL Server backup", 0, "TAPE"u8.ToArray(), "MSSQLBAK"u8.ToArray());

    // What the end of a name says is the outermost format: _xb.qp is qpress around xbstream, _qp.xb the reverse.
    private static readonly Dictionary<string, FileMagic> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".gz"] = Gzip,
        [".tgz"] = Gzip,
        [".zip"] = Zip,
        [".qp"] = Qpress,
        [".xb"] = XbStream,
        [".xbstream"] = XbStream,
        [".tar"] = Tar,
        [".bak"] = SqlServerBackup,
    };

    /// <summary>What a file of this name begins with; null when that is not known.</summary>
    public static FileMagic? Of(string fileName) => ByExtension.GetValueOrDefault(Path.GetExtension(fileName));

    /// <summary>Whether a file that begins with <paramref name="prefix"/> is of this format.</summary>
    public bool Matches(ReadOnlySpan<byte> prefix)
    {
        foreach (byte[] signature in Signatures)
        {
            if (prefix.Length >= Offset && prefix[Offset..].StartsWith(signature))
            {
                return true;
            }
        }

        return false;
    }
}
