using System.Globalization;
using System.Xml.Linq;

namespace RdsBackup.Aws;

/// <summary>Reads XML of the query protocol by local names. What is missing, empty or not of the expected form is null.</summary>
internal static class AwsXml
{
    /// <summary>The first child with a name.</summary>
    public static XElement? Child(this XElement element, string name) =>
        element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    /// <summary>The members of a list, whatever they are called.</summary>
    public static IEnumerable<XElement> Rows(this XElement element, string name) => element.Child(name)?.Elements() ?? [];

    /// <summary>The text of a child.</summary>
    public static string? Text(this XElement element, string name) =>
        element.Child(name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A whole number.</summary>
    public static int? Number(this XElement element, string name) =>
        int.TryParse(element.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>A truth value.</summary>
    public static bool? Flag(this XElement element, string name) => bool.TryParse(element.Text(name), out bool flag) ? flag : null;

    /// <summary>A moment (ISO 8601), in UTC.</summary>
    public static DateTimeOffset? Time(this XElement element, string name) => DateTimeOffset.TryParse(
        element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
        ? time
        : null;

    /// <summary>The texts of a list's members.</summary>
    public static IReadOnlyList<string> Texts(this XElement element, string name) => [.. element.Rows(name).Select(row => row.Value.Trim())];

    /// <summary>A TagList.</summary>
    public static IReadOnlyDictionary<string, string> Tags(this XElement element)
    {
        Dictionary<string, string> tags = [];
        foreach (XElement tag in element.Rows("TagList"))
        {
            tags[tag.Text("Key") ?? ""] = tag.Text("Value") ?? "";
        }

        return tags;
    }
}
