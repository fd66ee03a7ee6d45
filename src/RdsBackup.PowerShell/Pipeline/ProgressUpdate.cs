using RdsBackup.Diagnostics;
using RdsBackup.Transfer;

namespace RdsBackup.PowerShell;

/// <summary>What a progress bar shows.</summary>
/// <param name="Status">What is being done.</param>
/// <param name="Percent">0 to 100, or -1 when the end is not known.</param>
/// <param name="Remaining">Time left, if it can be told.</param>
internal sealed record ProgressUpdate(string Status, int Percent = -1, TimeSpan? Remaining = null)
{
    /// <summary>How far bytes are that move at <paramref name="bytesPerSecond"/>.</summary>
    public static ProgressUpdate Of(BackupCopyProgress progress, double bytesPerSecond)
    {
        (string bytes, string rate) = (DisplayText.Size(progress.Bytes), DisplayText.Size(bytesPerSecond));
        if (progress.TotalBytes is not { } total)
        {
            return new ProgressUpdate(Errors.Text(nameof(Messages.CopyProgressUnknown), bytes, rate));
        }

        TimeSpan? left = bytesPerSecond > 0 ? TimeSpan.FromSeconds(Math.Min((total - progress.Bytes) / bytesPerSecond, int.MaxValue / 2)) : null;
        int percent = total == 0 ? 0 : (int)Math.Clamp(progress.Bytes * 100.0 / total, 0, 100);
        return new ProgressUpdate(Errors.Text(nameof(Messages.CopyProgressKnown), bytes, DisplayText.Size(total), rate), percent, left);
    }

    /// <summary>All of it in a line.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Status,
        Percent >= 0 ? $"{Percent} %" : null,
        Remaining is { } left ? Errors.Text(nameof(Messages.TimeLeft), DisplayText.Duration(left)) : null,
    }.OfType<string>());
}
