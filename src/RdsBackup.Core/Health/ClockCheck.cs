using System.Globalization;
using RdsBackup.Diagnostics;
using RdsBackup.Network;

namespace RdsBackup.Health;

/// <summary>
/// This machine's clock is that of a service, whose signatures depend on it. The time is that of the answer to a request that is not signed: every
/// answer carries one, also a refusal, so it takes neither credentials nor permission. <see cref="Errors"/> has its texts.
/// </summary>
/// <param name="target">The service.</param>
/// <param name="tolerance">From which difference on the service refuses signatures.</param>
/// <param name="clock">This machine's clock.</param>
/// <param name="findAddress">Finds where the service is.</param>
internal sealed class ClockCheck(string target, TimeSpan tolerance, TimeProvider clock, Func<Uri> findAddress)
    : HealthCheck(HealthCheckName.Clock, target)
{
    /// <summary>Difference from which on a signature is refused by Amazon RDS and STS ("Signature expired"; five minutes).</summary>
    public static readonly TimeSpan AwsTolerance = TimeSpan.FromMinutes(5);

    /// <summary>Difference from which on it is refused by S3 (RequestTimeTooSkewed) and by Alibaba Cloud (InvalidTimeStamp.Expired).</summary>
    public static readonly TimeSpan UsualTolerance = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Noticeable = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override HealthVerdict Late(TimeSpan limit) => base.Late(limit) with { Status = RdsBackupHealthStatus.Unknown };

    /// <inheritdoc/>
    public override async Task<HealthVerdict> RunAsync(CancellationToken cancellationToken)
    {
        Uri address = findAddress();
        try
        {
            return Judge(await AskAsync(address, cancellationToken).ConfigureAwait(false), address.Authority);
        }
        catch (Exception exception) when (ConnectionFailure.Is(exception) || exception is RdsBackupException { Kind: RdsBackupErrorKind.Connection })
        {
            return HealthVerdict.Unknown(nameof(Messages.HealthClockUnread), address.Authority, exception.GetBaseException().Message);
        }
    }

    private async Task<TimeSpan?> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using HttpClient http = HttpConnections.CreateClient();
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(address.GetLeftPart(UriPartial.Authority)));
        DateTimeOffset before = clock.GetUtcNow();
        using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        DateTimeOffset middle = before + ((clock.GetUtcNow() - before) / 2);
        return middle - answer.Headers.Date;
    }

    // Positive when this machine's clock is ahead. The header tells whole seconds.
    private HealthVerdict Judge(TimeSpan? ahead, string host)
    {
        if (ahead is not { } difference)
        {
            return HealthVerdict.Unknown(nameof(Messages.HealthClockUnread), host, "Date");
        }

        string shown = TimeSpan.FromSeconds(Math.Round(difference.TotalSeconds)).ToString("c", CultureInfo.InvariantCulture);
        return difference.Duration() <= Noticeable
            ? HealthVerdict.Healthy(nameof(Messages.HealthClockRight), shown, host)
            : HealthVerdict.Of(
                difference.Duration() < tolerance ? RdsBackupHealthStatus.Warning : RdsBackupHealthStatus.Failed,
                nameof(Messages.HealthClockWrong), shown, host, tolerance.TotalMinutes);
    }
}
