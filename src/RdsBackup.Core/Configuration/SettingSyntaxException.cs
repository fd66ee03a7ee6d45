namespace RdsBackup.Configuration;

/// <summary>A file is neither JSON nor YAML as it should be.</summary>
internal sealed class SettingSyntaxException(string message, int line, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Where, from 1 on.</summary>
    public int Line { get; } = line;
}
