namespace RdsBackup.Sandbox.Tests;

/// <summary>A request of the query protocol, and the shape it is sent in.</summary>
internal sealed record AwsQuery(string Action, string Region, params (string Name, string Value)[] Parameters)
{
    public string Service { get; init; } = "rds";

    public string Version { get; init; } = "2014-10-31";

    public bool IsGet { get; init; }

    /// <summary>Whether it carries x-amz-content-sha256, as the SDK for .NET does and botocore does not.</summary>
    public bool SendsContentHash { get; init; } = true;

    public Func<string, string> HeaderCase { get; init; } = name => name;

    public AccessKey? Key { get; init; }

    /// <summary>How wrong the client's clock is.</summary>
    public TimeSpan Skew { get; init; }

    public IEnumerable<(string Name, string Value)> All => [("Action", Action), ("Version", Version), .. Parameters];
}
