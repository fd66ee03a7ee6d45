using RdsBackup.Diagnostics;

namespace RdsBackup.Runs;

/// <summary>A lease among the processes of one machine: a file held open. The system gives it back when its process ends, however that ends.</summary>
internal sealed class LeaseFile : IAsyncDisposable
{
    private readonly FileStream _held;

    private LeaseFile(FileStream held) => _held = held;

    /// <summary>Takes it.</summary>
    /// <exception cref="RdsBackupException">RunUnderWay, RunLeaseInaccessible.</exception>
    public static LeaseFile Take(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new LeaseFile(FileLock.Take(path));
        }
        catch (IOException held) when (FileLock.IsHeld(held))
        {
            throw Errors.Create(nameof(Messages.RunUnderWay), RdsBackupErrorKind.AlreadyExists, held, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.Create(nameof(Messages.RunLeaseInaccessible), RdsBackupErrorKind.PermissionDenied, exception, path, exception.Message);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _held.DisposeAsync();
}
