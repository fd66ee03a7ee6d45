namespace RdsBackup.Sandbox;

/// <summary>Whose signatures a service takes, and how it refuses the others.</summary>
internal sealed record SigV4Dialect(params string[] Services)
{
    /// <summary>S3's. Its codes are those of the S3 API reference.</summary>
    public static SigV4Dialect S3 { get; } = new("s3")
    {
        NotSigned = new(403, "AccessDenied", "Access Denied"),
        Malformed = new(400, "AuthorizationHeaderMalformed", "The authorization header is malformed."),
        UnknownKey = new(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."),
        ExpiredLink = new(403, "AccessDenied", "Request has expired"),
        TooSkewed = new(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large."),
        Mismatch = new(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method."),
        WrongToken = new(400, "InvalidToken", "The provided token is malformed or otherwise invalid."),
        ExpiredToken = new(400, "ExpiredToken", "The provided token has expired."),
    };

    /// <summary>That of the query protocol's services. Its codes are the common errors of AWS.</summary>
    public static SigV4Dialect Query { get; } = new("rds", "sts")
    {
        NotSigned = new(403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
        Malformed = new(400, "IncompleteSignature", "The request signature does not conform to AWS standards."),
        UnknownKey = new(403, "InvalidClientTokenId", "The security token included in the request is invalid."),
        ExpiredLink = new(400, "RequestExpired", "Request has expired."),
        TooSkewed = new(403, "SignatureDoesNotMatch", "Signature expired: the request's time is more than 15 minutes from the service's."),
        Mismatch = new(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method."),
        WrongToken = new(403, "InvalidClientTokenId", "The security token included in the request is invalid."),
        ExpiredToken = new(403, "ExpiredToken", "The security token included in the request is expired"),
    };

    public required Refusal NotSigned { get; init; }

    public required Refusal Malformed { get; init; }

    public required Refusal UnknownKey { get; init; }

    public required Refusal ExpiredLink { get; init; }

    public required Refusal TooSkewed { get; init; }

    public required Refusal Mismatch { get; init; }

    public required Refusal WrongToken { get; init; }

    public required Refusal ExpiredToken { get; init; }
}
