namespace RdsBackup.Configuration;

/// <summary>The user's own folder for what is kept between runs when a configuration names no place.</summary>
internal static class StateFolder
{
    /// <summary>Path of a file in it. An account without a home has it among the temporary files.</summary>
    public static string FileOf(string name)
    {
        string folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(folder.Length > 0 ? folder : Path.GetTempPath(), "RdsBackup", name);
    }
}
