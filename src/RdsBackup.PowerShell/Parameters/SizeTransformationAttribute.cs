using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Accepts a size: a number of bytes, or a number with a unit, such as 64MB, 64MiB or 1.5 GiB. As in PowerShell, a KB is 1024 bytes.</summary>
internal sealed class SizeTransformationAttribute : TransformationAttribute
{
    protected override object Transform(object input) => input switch
    {
        string text when ByteSizes.TryParse(text, out long bytes) => bytes,
        string => throw new ArgumentTransformationMetadataException(Errors.Text(nameof(Messages.SizeInvalid), input)),
        _ => input,
    };
}
