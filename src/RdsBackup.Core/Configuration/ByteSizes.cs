using System.Globalization;
using System.Text.RegularExpressions;

namespace RdsBackup.Configuration;

/// <summary>Sizes as people write them: 4096, 500MB, 1.5 GiB. As in PowerShell, a KB is 1024 bytes.</summary>
public static partial class ByteSizes
{
    private const string Units = "KMGTP";

    /// <summary>Reads a size in bytes, if <paramref name="text"/> is one.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        if (Form().Match(text) is not { Success: true } match)
        {
            return false;
        }

        int power = match.Groups["unit"] is { Length: > 0 } unit ? Units.IndexOf(unit.Value, StringComparison.OrdinalIgnoreCase) + 1 : 0;
        decimal exact = decimal.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture) * (1L << (10 * power));
        bool fits = exact <= long.MaxValue && exact == decimal.Truncate(exact);
        bytes = fits ? (long)exact : 0;
        return fits;
    }

    [GeneratedRegex(@"^\s*(?<count>\d{1,18}(\.\d{1,6})?)\s*((?<unit>[KMGTP])i?B|B)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
