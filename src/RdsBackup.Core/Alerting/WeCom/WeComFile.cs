using System.Text;
using RdsBackup.Diagnostics;

namespace RdsBackup.Alerting.WeCom;

/// <summary>A file for a robot.</summary>
public sealed class WeComFile
{
    /// <summary>Fewest bytes that the robot takes.</summary>
    public const int Smallest = 6;

    /// <summary>Most bytes that the robot takes: 20 MB.</summary>
    public const int Largest = 20 << 20;

    private WeComFile(string name, byte[] content) => (Name, Content) = (name, content);

    /// <summary>Its name, without a folder.</summary>
    public string Name { get; }

    internal byte[] Content { get; }

    /// <summary>A file of the disk.</summary>
    /// <exception cref="RdsBackupException">WeComFileUnreadable, WeComFileSize.</exception>
    public static async Task<WeComFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            long length = new FileInfo(path).Length;
            return length is < Smallest or > Largest
                ? throw Errors.Create(nameof(Messages.WeComFileSize), RdsBackupErrorKind.InvalidInput, path, length, Smallest, Largest)
                : new WeComFile(Path.GetFileName(path), await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.Create(nameof(Messages.WeComFileUnreadable), RdsBackupErrorKind.NotFound, exception, path, exception.Message);
        }
    }

    /// <summary>A text as a file, cut where it gets too large.</summary>
    internal static WeComFile OfText(string name, string text) => new(name, Encoding.UTF8.GetBytes(Utf8Text.Cut(text, Largest)));
}
