using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;

namespace RdsBackup.PowerShell;

/// <summary>What RdsBackup.Format.ps1xml shows instead of raw values. Not meant for scripts: the objects hold the values themselves.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DisplayText
{
    private const double UnitFactor = 1024;
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    // Palette colours, so that they suit the person's own scheme.
    private const string Green = "\u001b[32m";
    private const string Yellow = "\u001b[33m";
    private const string Red = "\u001b[31m";
    private const string Reset = "\u001b[0m";

    private static readonly Dictionary<string, string> Colours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["True"] = Green,
        ["Success"] = Green,
        ["Succeeded"] = Green,
        ["Healthy"] = Green,
        ["Verified"] = Green,
        ["Saved"] = Green,
        ["AlreadyPresent"] = Green,
        ["Available"] = Green,
        ["Complete"] = Green,
        ["Completed"] = Green,
        ["Running"] = Green,
        ["Copied"] = Yellow,
        ["Warning"] = Yellow,
        ["Suppressed"] = Yellow,
        ["Skipped"] = Yellow,
        ["NothingFound"] = Yellow,
        ["Uploading"] = Yellow,
        ["Creating"] = Yellow,
        ["Copying"] = Yellow,
        ["Starting"] = Yellow,
        ["In_Progress"] = Yellow,
        ["Canceling"] = Yellow,
        ["Canceled"] = Yellow,
        ["False"] = Red,
        ["Failed"] = Red,
        ["Error"] = Red,
        ["Critical"] = Red,
        ["Incompatible-restore"] = Red,
        ["Incompatible-parameters"] = Red,
        ["Deleting"] = Red,
    };

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
    public static string Age(object? moment) => Moment(moment) is { } at ? Duration(TimeProvider.System.GetUtcNow() - at) : "";

    /// <summary>A moment in UTC to the second; nothing for null.</summary>
    public static string Time(object? moment) =>
        Moment(moment)?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>
    /// A status or severity in the colour of what it means: green for good, yellow for under way or to be looked at, red for bad; others
    /// as they are. The engine takes colours out where the host shows none, or NO_COLOR or <c>$PSStyle.OutputRendering</c> asks for none.
    /// </summary>
    public static string Status(string status) => Colours.TryGetValue(status, out string? colour) ? $"{colour}{status}{Reset}" : status;

    /// <summary>
    /// A name that is longer than <paramref name="width"/> without its middle: how it begins says what it is of, how it ends tells it
    /// from others. Nothing for null.
    /// </summary>
    public static string Shortened(string? name, int width) =>
        name is null || name.Length <= width ? name ?? "" : $"{name[..((width - 1) / 2)]}…{name[^(width / 2)..]}";

    // What came back from a file of Export-Clixml or from another computer has its moments as property bags, or as text.
    private static DateTimeOffset? Moment(object? value) => value switch
    {
        null => null,
        PSObject bag when bag.Properties["UtcDateTime"]?.Value is DateTime utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
        _ => LanguagePrimitives.TryConvertTo(value, CultureInfo.CurrentCulture, out DateTimeOffset moment) ? moment : null,
    };
}
