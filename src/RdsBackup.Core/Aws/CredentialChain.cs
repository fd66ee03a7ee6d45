using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aws;

/// <summary>Finds the credentials that options ask for.</summary>
internal static class CredentialChain
{
    /// <summary>The access key that is given, the profile that is named, or what the SDK's own chain finds.</summary>
    /// <exception cref="RdsBackupException">AwsSessionTokenAlone, AwsProfileNotFound, AwsCredentialsNotFound.</exception>
    public static async Task<AWSCredentials> FindAsync(AwsConnectionOptions options)
    {
        if (options.SessionToken is not null && options.AccessKeyId is null)
        {
            throw Errors.Create(nameof(Messages.AwsSessionTokenAlone), RdsBackupErrorKind.InvalidInput);
        }

        if (options.AccessKeyId is not null)
        {
            return options.SessionToken is null
                ? new BasicAWSCredentials(options.AccessKeyId, options.SecretAccessKey)
                : new SessionAWSCredentials(options.AccessKeyId, options.SecretAccessKey, options.SessionToken);
        }

        if (options.Profile is not null)
        {
            return new CredentialProfileStoreChain().TryGetAWSCredentials(options.Profile, out AWSCredentials found)
                ? found
                : throw ProfileNotFound(options.Profile);
        }

        try
        {
            return await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (AmazonClientException exception)
        {
            throw Errors.Create(nameof(Messages.AwsCredentialsNotFound), RdsBackupErrorKind.Authentication, exception, exception.Message);
        }
    }

    /// <summary>The error for a profile that does not exist.</summary>
    public static RdsBackupException ProfileNotFound(string name) =>
        Errors.Create(nameof(Messages.AwsProfileNotFound), RdsBackupErrorKind.Authentication, name);
}
