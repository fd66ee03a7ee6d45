using System.Text.Json;
using RdsBackup.Aliyun.Credentials;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun;

/// <summary>The Security Token Service of Alibaba Cloud (2015-04-01), as far as this module asks it about itself.</summary>
internal static class AliyunSts
{
    /// <summary>GetCallerIdentity: whose the credentials are. Takes no permission. Source: help.aliyun.com/document_detail/43767.html.</summary>
    /// <param name="options">Whose credentials.</param>
    /// <param name="endpoint">Replaces STS's own.</param>
    /// <param name="retry">How patient to be.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">There are no credentials, or they are refused; or STS cannot be reached.</exception>
    public static async Task<AliyunCallerIdentity> GetCallerIdentityAsync(
        AliyunClientOptions options, Uri? endpoint, AliyunRetrySettings retry, CancellationToken cancellationToken)
    {
        var logger = OperationLogger.For(options.Log);
        using HttpClient http = AliyunApi.CreateHttpClient();
        AliyunApi api = new(http, AliyunCredentialChain.Create(options), options.TimeProvider, logger, retry);
        endpoint ??= new CredentialProviders(CredentialEnvironment.Machine, options.TimeProvider, logger).StsEndpoint(region: null, isInVpc: false);
        AliyunCall call = new(AliyunProduct.Sts, endpoint, "GetCallerIdentity", new Dictionary<string, string?>());
        using JsonDocument answer = await api.CallAsync(call, cancellationToken).ConfigureAwait(false);
        return answer.RootElement.Text("Arn") is { } arn && answer.RootElement.Text("AccountId") is { } account
            ? new AliyunCallerIdentity(arn, account)
            : throw AliyunErrors.InvalidResponse(call, "Arn, AccountId");
    }
}
