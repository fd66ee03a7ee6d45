using System.Text;
using RdsBackup.Diagnostics;

namespace RdsBackup.Configuration;

/// <summary>A configuration's file: its name says its syntax.</summary>
internal static class ConfigurationFile
{
    /// <summary>Whether a file is YAML; all others are JSON.</summary>
    public static bool IsYaml(string path) => Path.GetExtension(path).ToUpperInvariant() is ".YAML" or ".YML";

    /// <summary>Reads a file.</summary>
    /// <exception cref="RdsBackupException">ConfigurationFileUnreadable.</exception>
    /// <exception cref="SettingSyntaxException">It is neither JSON nor YAML as it should be.</exception>
    public static SettingNode Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.Create(nameof(Messages.ConfigurationFileUnreadable), RdsBackupErrorKind.PermissionDenied, exception, path, exception.Message);
        }

        return IsYaml(path) ? YamlSettings.Read(path, text) : JsonSettings.Read(path, text);
    }

    /// <summary>Writes a file.</summary>
    /// <exception cref="RdsBackupException">ConfigurationExists, ConfigurationUnwritable.</exception>
    public static void Write(string path, string text, bool overwrite)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using FileStream file = new(path, overwrite ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
            file.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (IOException exception) when (!overwrite && File.Exists(path))
        {
            throw Errors.Create(nameof(Messages.ConfigurationExists), RdsBackupErrorKind.AlreadyExists, exception, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.Create(nameof(Messages.ConfigurationUnwritable), RdsBackupErrorKind.PermissionDenied, exception, path, exception.Message);
        }
    }
}
