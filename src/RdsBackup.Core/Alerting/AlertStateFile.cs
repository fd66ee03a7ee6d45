using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using RdsBackup.Diagnostics;

namespace RdsBackup.Alerting;

/// <summary>
/// The state in a file of this machine. It is replaced by renaming a new one whose bytes are on the disk, under a lock that processes
/// share, so a crash at any time leaves the state of before or after. A file that holds no state is kept aside and named in a warning.
/// </summary>
/// <param name="path">The file; beside it lie <c>.lock</c>, which stays, and <c>.new</c> while it is written.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Takes the warning.</param>
internal sealed class AlertStateFile(string path, TimeProvider clock, ILogger logger) : IAlertStateStore
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);
    private readonly string _path = Path.GetFullPath(path);

    /// <inheritdoc/>
    public Task<AlertState> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Attempt(() =>
    {
        string? text = ReadText();
        AlertStateDocument? document = text is null ? null : AlertStateDocument.Read(text, _path);
        if (text is not null && document is null)
        {
            logger.LogText(LogLevel.Warning, nameof(Messages.AlertStateIgnored), _path);
        }

        return document?.State() ?? AlertState.Empty;
    }));

    /// <inheritdoc/>
    public async Task UpdateAsync(Func<AlertState, AlertState> change, CancellationToken cancellationToken)
    {
        using FileStream held = await LockAsync(cancellationToken);
        Attempt(() =>
        {
            Replace(AlertStateDocument.Of(change(Open())).Write());
            return true;
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held between two calls.
    }

    private AlertState Open()
    {
        if (ReadText() is not { } text)
        {
            return AlertState.Empty;
        }

        if (AlertStateDocument.Read(text, _path) is { } document)
        {
            return document.State();
        }

        string aside = $"{_path}.corrupt-{clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}";
        File.Move(_path, aside, overwrite: true);
        logger.LogText(LogLevel.Warning, nameof(Messages.AlertStateSetAside), _path, aside);
        return AlertState.Empty;
    }

    private string? ReadText()
    {
        try
        {
            // On Windows a file can be replaced while it is read only if the reader allows it.
            using FileStream stream = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using StreamReader reader = new(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Replace(string text)
    {
        string written = _path + ".new";
        using (FileStream stream = new(written, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(written, _path, overwrite: true);
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        Attempt(() => Directory.CreateDirectory(Path.GetDirectoryName(_path)!));
        try
        {
            return await FileLock.TakeAsync(_path + ".lock", LockPatience, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Inaccessible(exception);
        }
    }

    private T Attempt<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Inaccessible(exception);
        }
    }

    private RdsBackupException Inaccessible(Exception exception) =>
        Errors.Create(nameof(Messages.AlertStateInaccessible), RdsBackupErrorKind.PermissionDenied, exception, _path, exception.Message);
}
