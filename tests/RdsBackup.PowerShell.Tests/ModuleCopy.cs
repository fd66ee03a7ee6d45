namespace RdsBackup.PowerShell.Tests;

/// <summary>The files of a module in another folder.</summary>
internal static class ModuleCopy
{
    /// <summary>Copies everything in <paramref name="source"/> into <paramref name="target"/>.</summary>
    public static void Make(string source, string target)
    {
        foreach (string file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
