using System.Management.Automation;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Accepts how often to look: a length of time, but none so short that an API would be asked without a pause.</summary>
internal sealed class IntervalTransformationAttribute : DurationTransformationAttribute
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    protected override object Transform(object input) => base.Transform(input) is TimeSpan interval && interval >= Shortest
        ? interval
        : throw new ArgumentTransformationMetadataException(Errors.Text(nameof(Messages.IntervalInvalid), input));
}
