using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>Asks the ECS metadata service or a credential address, and names it in every error, without its query.</summary>
internal sealed class CredentialEndpoint(HttpClient http, string name, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10); // as in Alibaba Cloud's own library

    /// <summary>Sends the request and returns the body of an HTTP 200.</summary>
    /// <exception cref="RdsBackupException">No answer, or another one.</exception>
    public async Task<string> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, either.Token);
            return response.StatusCode == System.Net.HttpStatusCode.OK
                ? await response.Content.ReadAsStringAsync(either.Token)
                : throw Errors.Create(
                    nameof(Messages.AliyunCredentialSourceRefused), RdsBackupErrorKind.Authentication, name, (int)response.StatusCode);
        }
        catch (Exception exception) when (IsUnreachable(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw Errors.Create(
                nameof(Messages.AliyunCredentialSourceUnreachable), RdsBackupErrorKind.Connection, exception, name);
        }
    }

    private static bool IsUnreachable(Exception exception) => exception is HttpRequestException or IOException or OperationCanceledException;
}
