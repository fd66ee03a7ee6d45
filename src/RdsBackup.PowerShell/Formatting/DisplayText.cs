using System.ComponentModel;
using System.Globalization;

namespace RdsBackup.PowerShell;

/// <summary>What RdsBackup.Format.ps1xml shows instead of raw values. Not meant for scripts: the objects hold the values themselves.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DisplayText
{
    private const double UnitFactor = 1024;
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>Bytes with three significant digits and a binary unit, such as 1.46 GiB; nothing for null.</summary>
    public static string Size(double? bytes)
    {
        if (bytes is not { } value)
        {
            return "";
        }

        int unit = 0;
        for (; value >= UnitFactor && unit < Units.Length - 1; unit++)
        {
            value /= UnitFactor;
        }

        string format = unit == 0 || value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00";
        return $"{value.ToString(format, CultureInfo.CurrentCulture)} {Units[unit]}";
    }

    /// <summary>Bytes per second; nothing when nothing was moved.</summary>
    public static string Rate(double bytesPerSecond) => bytesPerSecond > 0 ? Size(bytesPerSecond) + "/s" : "";

    /// <summary>A duration by its two largest units, such as 1d 4h or 12m 5s; nothing for null.</summary>
    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => "",
        { TotalDays: >= 1 } time => $"{(int)time.TotalDays}d {time.Hours}h",
        { TotalHours: >= 1 } time => $"{time.Hours}h {time.Minutes}m",
        { TotalMinutes: >= 1 } time => $"{time.Minutes}m {time.Seconds}s",
        { } time => $"{time.TotalSeconds.ToString("0.#", CultureInfo.CurrentCulture)}s",
    };

    /// <summary>How long ago a moment was; nothing for null.</summary>
    public static string Age(DateTimeOffset? moment) => moment is { } at ? Duration(TimeProvider.System.GetUtcNow() - at) : "";

    /// <summary>A moment in UTC to the second; nothing for null.</summary>
    public static string Time(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
