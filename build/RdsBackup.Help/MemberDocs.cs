using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RdsBackup.Help;

/// <summary>What the XML documentation of the pipeline objects says of types and members, in one language.</summary>
/// <param name="file">The compiler's file, or one of the same form in another language.</param>
/// <param name="problems">Where a member without text is reported.</param>
internal sealed partial class MemberDocs(string file, List<HelpProblem> problems)
{
    private readonly Dictionary<string, string> _summaries = XDocument.Load(file).Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!));

    public string Of(Type type) => Find("T", type.FullName!);

    public string Of(PropertyInfo property) => Find("P", $"{property.DeclaringType!.FullName}.{property.Name}");

    public string OfValue(Type type, string name) => Find("F", $"{type.FullName}.{name}");

    /// <summary>What is described here, and does not exist in <paramref name="original"/>.</summary>
    public IEnumerable<HelpProblem> Unknown(MemberDocs original) => _summaries.Keys.Except(original._summaries.Keys)
        .Select(name => new HelpProblem(file, 1, $"{name} does not exist, or has no summary."));

    private string Find(string kind, string name)
    {
        if (_summaries.TryGetValue($"{kind}:{name}", out string? summary))
        {
            return summary;
        }

        var problem = new HelpProblem(file, 1, $"There is no summary of {kind}:{name}.");
        if (!problems.Contains(problem))
        {
            problems.Add(problem);
        }

        return "";
    }

    private static string Text(XElement summary) => Whitespace().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")?.Value.Split('.')[^1] ?? see.Attribute("langword")!.Value}`",
        XElement element => $"`{element.Value}`",
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
