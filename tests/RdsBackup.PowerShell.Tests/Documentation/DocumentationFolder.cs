using RdsBackup.PowerShell.Tests.Help;

namespace RdsBackup.PowerShell.Tests.Documentation;

/// <summary>What the documentation would show now, to be looked at and copied to docs.</summary>
internal static class DocumentationFolder
{
    private static readonly string Made = Path.Combine(HelpFolder.Repository, "artifacts", "documentation");

    /// <summary>Leaves <paramref name="text"/> in artifacts/documentation.</summary>
    public static void Record(string file, string text)
    {
        Directory.CreateDirectory(Made);
        File.WriteAllText(Path.Combine(Made, file), text + "\n");
    }
}
