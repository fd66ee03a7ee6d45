using RdsBackup.Aliyun;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;

namespace RdsBackup.Health;

/// <summary>
/// GetCallerIdentity: the credentials of a cloud are accepted, and whose they are. It takes no permission. Where STS itself cannot be reached, as
/// in some private networks, the credentials may be good all the same. <see cref="Errors"/> has its texts.
/// </summary>
/// <param name="target">The cloud, and the profile if there is one.</param>
/// <param name="askAsync">Asks for ARN and account.</param>
internal sealed class CredentialsCheck(string target, Func<CancellationToken, Task<(string Arn, string Account)>> askAsync)
    : HealthCheck(HealthCheckName.Credentials, target)
{
    /// <inheritdoc/>
    public override HealthVerdict Late(TimeSpan limit) => base.Late(limit) with { Status = RdsBackupHealthStatus.Warning };

    /// <summary>The check of credentials for Alibaba Cloud.</summary>
    public static CredentialsCheck Of(string target, AliyunClientOptions options, Uri? endpoint) => new(target, async cancellationToken =>
    {
        AliyunCallerIdentity identity = await AliyunSts.GetCallerIdentityAsync(options, endpoint, HealthPatience.Aliyun, cancellationToken).ConfigureAwait(false);
        return (identity.Arn, identity.AccountId);
    });

    /// <summary>The check of credentials for AWS.</summary>
    public static CredentialsCheck Of(string target, AwsConnectionOptions options) => new(target, async cancellationToken =>
    {
        AwsCallerIdentity identity = await AwsSts.GetCallerIdentityAsync(options, cancellationToken).ConfigureAwait(false);
        return (identity.Arn, identity.Account);
    });

    /// <inheritdoc/>
    public override async Task<HealthVerdict> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            (string arn, string account) = await askAsync(cancellationToken).ConfigureAwait(false);
            return HealthVerdict.Healthy(nameof(Messages.HealthIdentity), arn, account);
        }
        catch (RdsBackupException failure) when (failure.Kind is RdsBackupErrorKind.Connection or RdsBackupErrorKind.Throttled or RdsBackupErrorKind.Service)
        {
            return HealthVerdict.Warning(nameof(Messages.HealthIdentityUnknown), failure.Message);
        }
    }
}
