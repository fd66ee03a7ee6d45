namespace RdsBackup.Core.Tests;

/// <summary>The folder that the tests were built from, for files that are made by tests and kept beside the code.</summary>
internal static class RepositoryFolder
{
    private static readonly string Root = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RdsBackup.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
