namespace RdsBackup.Checksums;

/// <summary>
/// Moves a reflected CRC along by zero bytes: multiplication by a power of x modulo the CRC's polynomial of degree 64.
/// That is what joins the CRCs of two parts, in time that grows with the logarithm of the length.
/// </summary>
internal static class CrcShift
{
    private const int Width = 64;

    /// <summary><paramref name="crc"/> times x^(8·<paramref name="bytes"/>) modulo the polynomial.</summary>
    /// <param name="crc">A CRC value.</param>
    /// <param name="bytes">How many bytes to move along, at least 0.</param>
    /// <param name="polynomial">The reflected polynomial, without its leading term.</param>
    public static ulong ByBytes(ulong crc, long bytes, ulong polynomial)
    {
        // In the reflected form the highest bit is x^0.
        ulong power = 1UL << (Width - 1 - 8); // x^8
        for (ulong remaining = (ulong)bytes; remaining != 0 && crc != 0; remaining >>= 1)
        {
            if ((remaining & 1) != 0)
            {
                crc = Multiply(power, crc, polynomial);
            }

            power = Multiply(power, power, polynomial);
        }

        return crc;
    }

    private static ulong Multiply(ulong left, ulong right, ulong polynomial)
    {
        ulong product = 0;
        for (ulong term = 1UL << (Width - 1); term != 0 && left != 0; term >>= 1)
        {
            if ((left & term) != 0)
            {
                product ^= right;
                left ^= term;
            }

            right = (right >> 1) ^ ((right & 1) == 0 ? 0 : polynomial);
        }

        return product;
    }
}
