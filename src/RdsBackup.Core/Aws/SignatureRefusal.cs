using Amazon.Runtime;

namespace RdsBackup.Aws;

/// <summary>Refusals of a signature that another one would not meet. Codes of S3 and of the query protocol.</summary>
internal static class SignatureRefusal
{
    /// <summary>Whether the session of the credentials is taken for over.</summary>
    public static bool IsExpiry(AmazonServiceException exception) =>
        exception.ErrorCode is "ExpiredToken" or "ExpiredTokenException" or "InvalidToken" or "TokenRefreshRequired";

    /// <summary>Whether the time of the signature is taken for wrong.</summary>
    public static bool IsClockSkew(AmazonServiceException exception) =>
        exception.ErrorCode is "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture";
}
