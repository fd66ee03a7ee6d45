using System.Management.Automation;

namespace RdsBackup.PowerShell.Tests.Help;

/// <summary>What Get-Help writes, or a part of it.</summary>
internal sealed class HelpObject(PSObject value)
{
    /// <summary>The parts that a path of properties leads to, such as <c>examples.example</c>; none when there is no such path.</summary>
    public IReadOnlyList<HelpObject> At(string path)
    {
        IEnumerable<PSObject> found = [value];
        foreach (string name in path.Split('.'))
        {
            found = found.SelectMany(item => Items(item.Properties[name]?.Value)).ToArray();
        }

        return [.. found.Select(item => new HelpObject(item))];
    }

    /// <summary>The text that a path leads to: of paragraphs one a line.</summary>
    public string Text(string path) => string.Join('\n', At(path).Select(part => part.ToString()));

    public override string ToString() => (value.Properties["Text"]?.Value ?? value).ToString()!.TrimEnd();

    private static IEnumerable<PSObject> Items(object? found) => found switch
    {
        null => [],
        PSObject { BaseObject: object[] items } => items.Select(PSObject.AsPSObject),
        object[] items => items.Select(PSObject.AsPSObject),
        _ => [PSObject.AsPSObject(found)],
    };
}
