namespace RdsBackup;

/// <summary>A lock that processes of one machine share: a file held open. The system gives it back when its process ends, however that ends.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

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
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (IsHeld(held) && clock.GetUtcNow() < deadline)
            {
                await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // What is not there or not allowed has an exception type of its own.
    private static bool IsHeld(IOException exception) => exception.GetType() == typeof(IOException);
}
