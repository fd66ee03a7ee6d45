namespace RdsBackup.Sandbox;

/// <summary>The first bytes of the kinds of backup file.</summary>
public static class FileMagic
{
    /// <summary>qpress: <c>_xb.qp</c> and <c>.qp</c>.</summary>
    public static ReadOnlySpan<byte> Qpress => "qpress10"u8;

    /// <summary>xbstream: <c>_qp.xb</c> and <c>.xb</c>.</summary>
    public static ReadOnlySpan<byte> XbStream => "XBSTCK01"u8;

    /// <summary>zip.</summary>
    public static ReadOnlySpan<byte> Zip => [0x50, 0x4B, 0x03, 0x04];

    /// <summary>gzip.</summary>
    public static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B, 0x08, 0x00];
}
