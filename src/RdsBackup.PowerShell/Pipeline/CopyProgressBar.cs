using System.Globalization;
using RdsBackup.Diagnostics;
using RdsBackup.Transfer;

namespace RdsBackup.PowerShell;

/// <summary>Shows how far a copy is: bytes, rate and time left.</summary>
internal sealed class CopyProgressBar(PipelineProgress bar, TimeProvider clock, Action? onEnd = null) : IProgress<BackupCopyProgress>, IDisposable
{
    private const double MiB = 1024 * 1024;
    private readonly long _startedAt = clock.GetTimestamp();

    public void Report(BackupCopyProgress value) => bar.Report(() => Describe(value));

    public void Dispose()
    {
        bar.Dispose();
        onEnd?.Invoke();
    }

    private ProgressUpdate Describe(BackupCopyProgress value)
    {
        double rate = value.Bytes / Math.Max(clock.GetElapsedTime(_startedAt).TotalSeconds, 0.001);
        if (value.TotalBytes is not { } total)
        {
            return new ProgressUpdate(Errors.Text(nameof(Messages.CopyProgressUnknown), Mebibytes(value.Bytes), Mebibytes(rate)));
        }

        TimeSpan left = TimeSpan.FromSeconds(Math.Min((total - value.Bytes) / Math.Max(rate, 1), int.MaxValue / 2));
        string status = Errors.Text(nameof(Messages.CopyProgressKnown), Mebibytes(value.Bytes), Mebibytes(total), Mebibytes(rate));
        return new ProgressUpdate(status, (int)Math.Clamp(value.Bytes * 100 / total, 0, 100), left);
    }

    private static string Mebibytes(double bytes) => (bytes / MiB).ToString("N1", CultureInfo.InvariantCulture);
}
