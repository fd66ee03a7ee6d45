using RdsBackup.Help;

namespace RdsBackup.PowerShell.Tests.Help;

/// <summary>The help texts of the repository.</summary>
internal static class HelpFolder
{
    /// <summary>The repository.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ModuleHost.ModulePath)!, "../../.."));

    /// <summary>The texts beside the cmdlets and their base classes.</summary>
    public static IReadOnlyList<HelpSource> Sources { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Repository, "src", "RdsBackup.PowerShell"), "*.md", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(file => HelpParser.Parse(file, [])),
    ];

    /// <summary>Each cmdlet that has a text, in each language.</summary>
    /// <param name="filter">Which of them; null for all.</param>
    public static TheoryData<string, string> CmdletsByCulture(Func<HelpSource, bool>? filter = null)
    {
        TheoryData<string, string> data = [];
        foreach (HelpSource source in Sources.Where(source => !source.Synopsis.IsEmpty && filter?.Invoke(source) != false))
        {
            data.Add(source.Name, Language.English.Culture);
            data.Add(source.Name, Language.Chinese.Culture);
        }

        return data;
    }
}
