using System.Globalization;
using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Accepts a moment (DateTimeOffset, DateTime, ISO 8601 text; local unless it says otherwise) or how long ago (36h, 7d, a TimeSpan).</summary>
internal sealed class TimeTransformationAttribute : TransformationAttribute
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    protected override object Transform(object input) => input switch
    {
        DateTimeOffset moment => moment.ToUniversalTime(),
        DateTime moment => new DateTimeOffset(moment).ToUniversalTime(),
        TimeSpan ago when Durations.IsSensible(ago) => Before(ago),
        string text when Durations.TryParse(text, out TimeSpan ago) => Before(ago),
        string text when DateTimeOffset.TryParseExact(
            text.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset moment) => moment.ToUniversalTime(),
        _ => throw new ArgumentTransformationMetadataException(Errors.Text(nameof(Messages.TimeInvalid), input)),
    };

    private static DateTimeOffset Before(TimeSpan ago) => TimeProvider.System.GetUtcNow() - ago;
}
