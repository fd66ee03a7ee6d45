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

    // How long to wait; null when the message was counted. What was sent "later" was sent before the clock was set back: it counts as sent now,
    // and is written down as that, so that it gets old.
    private async Task<TimeSpan?> TryTakeAsync(CancellationToken cancellationToken)
    {
        using FileStream file = await FileLock.TakeAsync(path, LockPatience, clock, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = clock.GetUtcNow();
        IEnumerable<DateTimeOffset> read = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        DateTimeOffset[] sent = [.. read.Select(time => time > now ? now : time).Where(time => time > now - Window).Order().TakeLast(Messages)];
        bool isFree = sent.Length < Messages;
        Write(file, isFree ? sent.Append(now) : sent);
        return isFree ? null : sent[0] + Window - now;
    }

    // A line that a crash left broken counts as none.
    private static async Task<IEnumerable<DateTimeOffset>> ReadAsync(FileStream file, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(file, Encoding.ASCII, leaveOpen: true);
        string text = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        return text.Split('\n')
            .Select(line => long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) && ticks <= DateTimeOffset.MaxValue.Ticks ? ticks : 0)
            .Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
    }

    // Over what is there, and in one go: cut off before it is written anew, a crash or a cancellation would forget all.
    private static void Write(FileStream file, IEnumerable<DateTimeOffset> sent)
    {
        file.Position = 0;
        file.Write(Encoding.ASCII.GetBytes(string.Join('\n', sent.Select(time => time.UtcTicks))));
        file.SetLength(file.Position);
    }
}
