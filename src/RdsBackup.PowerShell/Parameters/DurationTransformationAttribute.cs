using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Accepts a length of time: 90m, 36h, 7d, 2w, a TimeSpan or .NET's text form of one.</summary>
internal class DurationTransformationAttribute : TransformationAttribute
{
    protected override object Transform(object input) => input switch
    {
        TimeSpan duration when Durations.IsSensible(duration) => duration,
        string text when Durations.TryParse(text, out TimeSpan duration) => duration,
        _ => throw new ArgumentTransformationMetadataException(Errors.Text(nameof(Messages.DurationInvalid), input)),
    };
}
