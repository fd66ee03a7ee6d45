using System.Globalization;
using System.Management.Automation;
using System.Xml.Linq;
using RdsBackup.Help;
using RdsBackup.PowerShell.Tests.Help;

namespace RdsBackup.PowerShell.Tests.Documentation;

/// <summary>How much there is of what people touch, counted where the tests take it from.</summary>
internal static class ProjectCounts
{
    /// <summary>Argument of the test program that prints them.</summary>
    public const string Argument = "counts";

    /// <summary>Prints them and returns the exit code.</summary>
    public static int Print(TextWriter output)
    {
        using ModuleHost host = new();
        CmdletInfo[] cmdlets = [.. host.Run("Get-Command -Module RdsBackup").Select(command => (CmdletInfo)command.BaseObject)];
        ParameterMetadata[] parameters =
            [.. cmdlets.SelectMany(cmdlet => cmdlet.Parameters.Values).Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))];
        int languages = Language.All.Count;
        (string What, int Count)[] counts =
        [
            ("cmdlets", cmdlets.Length),
            ("parameters, over all cmdlets", parameters.Length),
            ("of these with completion", parameters.Count(CompletionTests.IsCompleted)),
            ("examples of the help, run in each language", HelpFolder.Sources.Sum(source => source.Examples.Count) * languages),
            ("messages, in all languages", Directory.GetFiles(Path.Combine(HelpFolder.Repository, "src"), "*.resx", SearchOption.AllDirectories)
                .Sum(file => XDocument.Load(file).Root!.Elements("data").Count())),
            ("views compared with agreed text", Directory.GetFiles(Path.Combine(HelpFolder.Repository, "tests", "RdsBackup.PowerShell.Tests", "Views"), "*.txt").Length),
            ("pages whose links are followed", MarkdownPage.All.Count),
            ("pages whose PowerShell is checked", CommandBlockTests.Pages.Count),
        ];
        foreach ((string what, int count) in counts)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,6}  {what}"));
        }

        return 0;
    }
}
