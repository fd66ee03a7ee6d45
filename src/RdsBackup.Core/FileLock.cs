namespace RdsBackup;

/// <summary>A lock that processes of one machine share: a file held open. The system gives it back when its process ends, however that ends.</summary>
internal static class FileLock
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);
    private const int WouldBlockOnLinux = 11; // Off Windows the runtime puts errno there as it is: EWOULDBLOCK.
    private const int WouldBlockOnMacOS = 35;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Takes the lock, if nobody holds it. The folder must exist; the file stays.</summary>
    /// <exception cref="IOException">It cannot be taken; <see cref="IsHeld"/> says whether that is because somebody holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public static FileStream Take(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Whether a lock could not be taken since somebody holds it; a full or read-only disk is another matter.</summary>
    public static bool IsHeld(IOException exception) => OperatingSystem.IsWindows()
        ? exception.HResult is SharingViolation or LockViolation
        : exception.HResult is WouldBlockOnLinux or WouldBlockOnMacOS;

    /// <summary>Takes the lock, once whoever holds it gives it back. The folder must exist; the file stays.</summary>
    /// <param name="path">The file.</param>
    /// <param name="patience">How long to wait for it.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="IOException">It is still held.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public static async Task<FileStream> TakeAsync(string path, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        DateTimeOffset deadline = clock.GetUtcNow() + patience;
        while (true)
        {
            try
            {
                return Take(path);
            }
            catch (IOException held) when (IsHeld(held) && clock.GetUtcNow() < deadline)
            {
                await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
