using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Accepts bytes per second: a number, or a size with or without /s, such as 50MB/s or 50MiB.</summary>
internal sealed class RateTransformationAttribute : TransformationAttribute
{
    private const string PerSecond = "/s";

    protected override object Transform(object input) => input switch
    {
        string text when ByteSizes.TryParse(WithoutTime(text.TrimEnd()), out long bytes) => bytes,
        string => throw new ArgumentTransformationMetadataException(Errors.Text(nameof(Messages.RateInvalid), input)),
        _ => input,
    };

    private static string WithoutTime(string text) => text.EndsWith(PerSecond, StringComparison.OrdinalIgnoreCase) ? text[..^PerSecond.Length] : text;
}
