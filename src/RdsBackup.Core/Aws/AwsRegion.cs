using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace RdsBackup.Aws;

/// <summary>
/// Which region is meant when none is given. Asked anew each time: the SDK remembers its first answer for as long as the process runs, and
/// does not know AWS_DEFAULT_REGION.
/// </summary>
internal static class AwsRegion
{
    /// <summary>
    /// The region of the options, of the profile they name, of the environment, of the default profile, or the options' fallback; null when
    /// none names one.
    /// </summary>
    /// <exception cref="RdsBackupException">AwsProfileNotFound.</exception>
    public static string? Find(AwsConnectionOptions options) =>
        Find(options, Environment.GetEnvironmentVariable, new CredentialProfileStoreChain());

    /// <summary>As <see cref="Find(AwsConnectionOptions)"/>, with an environment and shared files of one's own.</summary>
    internal static string? Find(AwsConnectionOptions options, Func<string, string?> environment, ICredentialProfileSource profiles) =>
        NullIfEmpty(options.Region)
        ?? OfNamedProfile(options.Profile, profiles)
        ?? NullIfEmpty(environment("AWS_REGION"))
        ?? NullIfEmpty(environment("AWS_DEFAULT_REGION"))
        ?? (profiles.TryGetProfile(DefaultAWSCredentialsIdentityResolver.GetProfileName(), out CredentialProfile profile) ? profile.Region?.SystemName : null)
        ?? options.FallbackRegion;

    private static string? OfNamedProfile(string? name, ICredentialProfileSource profiles) => name switch
    {
        null => null,
        _ when profiles.TryGetProfile(name, out CredentialProfile profile) => profile.Region?.SystemName,
        _ => throw CredentialChain.ProfileNotFound(name),
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
