using System.Text.RegularExpressions;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aws;

/// <summary>Where a region's RDS API is. Source: the endpoint rules of RDS in botocore 1.43; the partitions are the SDK's.</summary>
internal static partial class AwsRdsEndpoints
{
    /// <summary>The endpoint of <paramref name="region"/>, unless another is given.</summary>
    /// <exception cref="RdsBackupException">AwsRegionInvalid, AwsEndpointInvalid.</exception>
    public static Uri Resolve(string region, Uri? given, AwsClientOptions options)
    {
        // The id becomes part of a host name that signed requests go to.
        if (!RegionId().IsMatch(region))
        {
            throw Errors.Create(nameof(Messages.AwsRegionInvalid), RdsBackupErrorKind.InvalidInput, region);
        }

        return given switch
        {
            null => new Uri($"https://{Host(region, options.UseFips, options.UseDualStack)}"),
            { IsAbsoluteUri: true, Scheme: "http" or "https" } endpoint => endpoint,
            { } endpoint => throw Errors.Create(nameof(Messages.AwsEndpointInvalid), RdsBackupErrorKind.InvalidInput, endpoint.OriginalString),
        };
    }

    private static string Host(string region, bool useFips, bool useDualStack)
    {
        Partition partition = Fn.Partition(region);
        bool isValidatedAnyway = partition.name == "aws-us-gov" && !useDualStack; // there the usual host is the FIPS one
        string service = useFips && !isValidatedAnyway ? "rds-fips" : "rds";
        return $"{service}.{region}.{(useDualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix)}";
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex RegionId();
}
