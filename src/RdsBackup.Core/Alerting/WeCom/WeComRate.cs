using System.Globalization;
using System.Text;

namespace RdsBackup.Alerting.WeCom;

/// <summary>
/// Keeps a robot's rate over all processes of this account: the times of its last messages stand in a small file, which is locked while it is looked at.
/// WeCom allows 20 a minute; whether its window rolls is not documented, so this one does, and leaves some room.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="clock">The clock.</param>
internal sealed class WeComRate(string path, TimeProvider clock)
{
    /// <summary>Messages within <see cref="Window"/>.</summary>
    public const int Messages = 18;

    /// <summary>The window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    /// <summary>Waits until one more message may be sent, and counts it.</summary>
    /// <exception cref="IOException">The file cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be used.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (await TryTakeAsync(cancellationToken).ConfigureAwait(false) is { } wait)
        {
            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // How long to wait; null when the message was counted.
    private async Task<TimeSpan?> TryTakeAsync(CancellationToken cancellationToken)
    {
        using FileStream file = await FileLock.TakeAsync(path, LockPatience, clock, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = clock.GetUtcNow();
        List<DateTimeOffset> sent = [.. (await ReadAsync(file, cancellationToken).ConfigureAwait(false)).Where(time => time > now - Window && time <= now).Order()];
        if (sent.Count >= Messages)
        {
            return sent[^Messages] + Window - now;
        }

        file.SetLength(0);
        await file.WriteAsync(Encoding.ASCII.GetBytes(string.Join('\n', sent.Append(now).Select(time => time.ToUnixTimeMilliseconds()))), cancellationToken).ConfigureAwait(false);
        return null;
    }

    // A line that a crash left broken counts as none. Times of a clock that was ahead do, too: they would hold up messages for long.
    private static async Task<IEnumerable<DateTimeOffset>> ReadAsync(FileStream file, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(file, Encoding.ASCII, leaveOpen: true);
        string text = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        return text.Split('\n')
            .Select(line => long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out long time) && time < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? time : 0)
            .Select(DateTimeOffset.FromUnixTimeMilliseconds);
    }
}
