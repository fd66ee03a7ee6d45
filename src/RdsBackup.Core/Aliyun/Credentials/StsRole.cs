namespace RdsBackup.Aliyun.Credentials;

/// <summary>A RAM role to assume, and how.</summary>
/// <param name="Arn">The role, <c>acs:ram::account:role/name</c>.</param>
/// <param name="SessionName">Shows in audit logs; 2 to 64 characters.</param>
/// <param name="Endpoint">STS of the region.</param>
internal sealed record StsRole(string Arn, string SessionName, Uri Endpoint)
{
    /// <summary>How long the credentials are to live, 900 seconds to the role's own maximum; null takes 3600.</summary>
    public int? DurationSeconds { get; init; }

    /// <summary>Narrows the role's permissions; JSON.</summary>
    public string? Policy { get; init; }

    /// <summary>What the role's owner demands; AssumeRole only.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The token that proves who asks (RRSA); null when the request is signed instead.</summary>
    public OidcIdentity? Identity { get; init; }
}
