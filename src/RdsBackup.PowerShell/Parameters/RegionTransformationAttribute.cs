using System.Management.Automation;
using System.Text.RegularExpressions;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Accepts a region's id or the host or address of its RDS API.</summary>
internal sealed partial class RegionTransformationAttribute : TransformationAttribute
{
    protected override object Transform(object input)
    {
        if (input is not string text || !text.Contains('.', StringComparison.Ordinal))
        {
            return input;
        }

        return RegionalHost().Match(text) is { Success: true } match
            ? match.Groups["region"].Value
            : throw new ArgumentTransformationMetadataException(Errors.Text(nameof(Messages.RegionHostUnknown), text));
    }

    [GeneratedRegex(@"^(https?://)?rds(-vpc)?\.(?<region>[a-z0-9-]+)\.aliyuncs\.com/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RegionalHost();
}
