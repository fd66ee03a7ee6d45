using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>One authenticated request of the query protocol: its parameters, and what all operations make of them.</summary>
internal sealed partial class AwsQueryCall(SandboxRequest request, SigV4 signature)
{
    private const int SmallestPage = 20;
    private const int LargestPage = 100;

    public string Operation => request.Operation;

    public string Region => signature.Region;

    public string Service => signature.Service;

    /// <summary>A parameter; null when it is absent or empty.</summary>
    public string? this[string name] => request.Query.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    public string Required(string name) =>
        this[name] ?? throw new RefusedException(400, "MissingParameter", $"The request must contain the parameter {name}");

    public bool Flag(string name) => this[name] switch
    {
        null or "false" => false,
        "true" => true,
        var text => throw Invalid($"{text} is not a valid boolean for {name}"),
    };

    /// <summary>An identifier that the caller chooses, in lower case: a letter, then letters, digits and single hyphens, none at the end.</summary>
    public string NewIdentifier(string name, int longest)
    {
        string text = Required(name);
        return text.Length <= longest && IdentifierPattern().IsMatch(text)
            ? text.ToLowerInvariant()
            : throw Invalid($"The parameter {name} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.");
    }

    /// <summary>A list: <c>Name.member.N</c>, also with the name of its members in place of <c>member</c>.</summary>
    public List<string> List(string name, string member) =>
        [.. Numbered(name, member).Select(prefix => request.Query.GetValueOrDefault(prefix) ?? "")];

    /// <summary>A list of structures: the prefix of each, and the value of one field of it.</summary>
    public IEnumerable<(string Prefix, string Value)> Entries(string name, string member, string field) =>
        Numbered(name, member, "." + field).Select(prefix => (prefix, request.Query[$"{prefix}.{field}"]));

    /// <summary>The Tags parameter; a tag without a value has an empty one.</summary>
    public Dictionary<string, string> Tags() =>
        Entries("Tags", "Tag", "Key").ToDictionary(tag => tag.Value, tag => this[$"{tag.Prefix}.Value"] ?? "");

    /// <summary>The result of a listing: one page of it and the marker of the next.</summary>
    /// <param name="list">The list's element.</param>
    /// <param name="rows">All rows, always in the same order.</param>
    /// <param name="describe">The element of a row.</param>
    public XElement Page<T>(string list, IEnumerable<T> rows, Func<T, XElement> describe)
    {
        int size = PageSize();
        int skip = Offset();
        List<T> page = [.. rows.Skip(skip).Take(size + 1)];
        XElement? marker = page.Count > size ? new XElement("Marker", WriteMarker(skip + size)) : null;
        return Result(new XElement(list, page.Take(size).Select(describe)), marker);
    }

    public XElement Result(params object?[] content) => new($"{Operation}Result", content);

    public static RefusedException Invalid(string message) => new(400, "InvalidParameterValue", message);

    private IEnumerable<string> Numbered(string name, string member, string suffix = "")
    {
        foreach (string kind in new[] { member, "member" }.Distinct())
        {
            for (int number = 1; request.Query.ContainsKey($"{name}.{kind}.{number}{suffix}"); number++)
            {
                yield return $"{name}.{kind}.{number}";
            }
        }
    }

    private int PageSize()
    {
        string text = this["MaxRecords"] ?? LargestPage.ToString(CultureInfo.InvariantCulture);
        return int.TryParse(text, CultureInfo.InvariantCulture, out int size) && size is >= SmallestPage and <= LargestPage
            ? size
            : throw Invalid($"Invalid value {text} for MaxRecords. Must be between {SmallestPage} and {LargestPage}");
    }

    // Says which listing it belongs to: that of another operation or region is none.
    private string WriteMarker(int offset) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Operation}/{Region}/{offset}")));

    private int Offset()
    {
        if (this["Marker"] is not { } marker)
        {
            return 0;
        }

        byte[] bytes = new byte[marker.Length];
        return Convert.TryFromBase64String(marker, bytes, out int length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('/') is [var operation, var region, var text]
            && operation == Operation && region == Region && int.TryParse(text, CultureInfo.InvariantCulture, out int offset) && offset >= 0
            ? offset
            : throw Invalid("The request marker is not valid.");
    }

    [GeneratedRegex("^[A-Za-z](-?[A-Za-z0-9])*$")]
    private static partial Regex IdentifierPattern();
}
