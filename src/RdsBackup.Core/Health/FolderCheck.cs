using RdsBackup.Diagnostics;
using RdsBackup.Retrieval;

namespace RdsBackup.Health;

/// <summary>A folder can be written to and has room; one that holds state keeps locks as well, which some network drives do not. <see cref="Errors"/> has its texts.</summary>
/// <param name="name">One of <see cref="HealthCheckName"/>.</param>
/// <param name="folder">The folder; it is made if it is not there, as whoever writes to it would do.</param>
/// <param name="isLocked">Whether locks are needed.</param>
internal sealed class FolderCheck(string name, string folder, bool isLocked) : HealthCheck(name, folder)
{
    private const long Enough = 100L << 20;

    /// <inheritdoc/>
    public override async Task<HealthVerdict> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Target);
            if (!await TryAsync(cancellationToken).ConfigureAwait(false))
            {
                return HealthVerdict.Failed(nameof(Messages.HealthFolderWithoutLocks), Target);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return HealthVerdict.Failed(nameof(Messages.HealthFolderUnusable), Target, exception.Message);
        }

        return DiskSpace.Free(Target) switch
        {
            null => HealthVerdict.Healthy(nameof(Messages.HealthFolderWritable)),
            < Enough and { } free => HealthVerdict.Warning(nameof(Messages.HealthFolderFull), free >> 20, Target, Enough >> 20),
            { } free => HealthVerdict.Healthy(nameof(Messages.HealthFolderHasRoom), free >> 20),
        };
    }

    // False when a file that is held open can be opened by someone else.
    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        string path = Path.Combine(Target, $".rdsbackup-health-{Guid.NewGuid():N}");
        await using FileStream held = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        await held.WriteAsync(new byte[1], cancellationToken).ConfigureAwait(false);
        held.Flush(flushToDisk: true);
        return !isLocked || IsHeld(path);
    }

    private static bool IsHeld(string path)
    {
        try
        {
            using FileStream second = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
