using System.Management.Automation;
using System.Text.RegularExpressions;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>
/// Accepts a region by its id, by its name or the place in that, such as Frankfurt, and by the host or address of an API of it. What is none
/// of these is left as it is, pattern or id, unless it looks like a host: the command knows what an id is, and there may be new regions.
/// </summary>
/// <param name="isId">Whether a text is the id of a known region: the names are then not needed, and to look through them takes its time.</param>
/// <param name="names">Ids and names of the known regions.</param>
/// <param name="host">What a host or address of one region looks like.</param>
/// <param name="unknown">Name of the text for anything else.</param>
internal abstract partial class RegionNameTransformationAttribute(Func<string, bool> isId, Lazy<ILookup<string, string>> names, Regex host, string unknown)
    : TransformationAttribute
{
    protected sealed override object Transform(object input) => input switch
    {
        not string => input,
        string text when isId(text) => text,
        string text when names.Value[text].Distinct().ToArray() is [string named] => named,
        string text when host.Match(text) is { Success: true } match => match.Groups["region"].Value,
        string text when !text.Contains('.', StringComparison.Ordinal) => text,
        _ => throw new ArgumentTransformationMetadataException(Errors.Text(unknown, input)),
    };

    /// <summary>Every name of a region with its id: the whole name, and what it has in brackets.</summary>
    protected static Lazy<ILookup<string, string>> Names(IEnumerable<(string Id, string Name)> regions) => new(() => regions
        .SelectMany(region => Place().Matches(region.Name).Select(place => place.Groups[1].Value).Append(region.Name).Select(name => (name, region.Id)))
        .ToLookup(pair => pair.name, pair => pair.Id, StringComparer.OrdinalIgnoreCase));

    [GeneratedRegex("[(（](.+?)[)）]")]
    private static partial Regex Place();
}

/// <summary>Regions of Alibaba Cloud, in English and Chinese.</summary>
internal sealed partial class RegionTransformationAttribute() : RegionNameTransformationAttribute(IsId, KnownNames, RegionalHost(), nameof(Messages.RegionUnknown))
{
    private static readonly Lazy<ILookup<string, string>> KnownNames = Names(AliyunRegionCatalog.Regions.SelectMany(
        region => new[] { (region.RegionId, region.EnglishName), (region.RegionId, region.ChineseName) }));

    private static bool IsId(string text) => AliyunRegionCatalog.Regions.Any(region => region.RegionId == text);

    [GeneratedRegex(@"^(https?://)?rds(-vpc)?\.(?<region>[a-z0-9-]+)\.aliyuncs\.com/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RegionalHost();
}

/// <summary>Regions of AWS.</summary>
internal sealed partial class AwsRegionTransformationAttribute()
    : RegionNameTransformationAttribute(AwsRegionCatalog.Regions.ContainsKey, KnownNames, RegionalHost(), nameof(Messages.AwsRegionUnknown))
{
    private static readonly Lazy<ILookup<string, string>> KnownNames = Names(AwsRegionCatalog.Regions.Select(region => (region.Key, region.Value)));

    [GeneratedRegex(
        @"^(https?://)?(rds|s3)(-fips)?(\.dualstack)?\.(?<region>[a-z0-9-]+)\.(amazonaws\.com(\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn)/?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RegionalHost();
}
