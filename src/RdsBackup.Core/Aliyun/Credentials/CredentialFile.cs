using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>Reads the small files credentials are kept in.</summary>
internal static class CredentialFile
{
    /// <summary>The file's text.</summary>
    /// <exception cref="RdsBackupException">The file is not there or may not be read.</exception>
    public static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.Create(
                nameof(Messages.AliyunCredentialFileUnreadable), RdsBackupErrorKind.InvalidInput, exception, path, exception.Message);
        }
    }

    /// <summary>The error for a file that breaks its own syntax.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line, from 1.</param>
    public static RdsBackupException Malformed(string path, long line) =>
        Errors.Create(nameof(Messages.AliyunCredentialFileMalformed), RdsBackupErrorKind.InvalidInput, path, line);
}
