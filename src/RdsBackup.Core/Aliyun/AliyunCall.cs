namespace RdsBackup.Aliyun;

/// <summary>One call of an RPC-style API.</summary>
/// <param name="Product">Whose API.</param>
/// <param name="Endpoint">Where it is; scheme, host, port and path count.</param>
/// <param name="Action">Name of the operation.</param>
/// <param name="Query">Parameters sent in the query; those that are null are left out.</param>
internal sealed record AliyunCall(
    AliyunProduct Product, Uri Endpoint, string Action, IReadOnlyDictionary<string, string?> Query)
{
    /// <summary>Parameters sent as a form in the body; null sends no body.</summary>
    public IReadOnlyDictionary<string, string>? Form { get; init; }

    /// <summary>What the call is about, for errors to name: an instance id, a role.</summary>
    public string? Subject { get; init; }

    /// <summary>The region asked, for errors to name.</summary>
    public string? RegionId { get; init; }

    /// <summary>The resource, as a RAM policy names it, that the caller needs permission on.</summary>
    public string Resource { get; init; } = "*";
}
