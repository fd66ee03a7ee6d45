using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RdsBackup.Diagnostics;

namespace RdsBackup.Alerting;

/// <summary>
/// The text around what is told: a part for the whole message and, after a line <c>=== item</c>, one for each item. <c>{name}</c> stands for a value; a
/// line whose values are all empty is left out. A value of several lines repeats what the line begins with, such as <c>&gt; </c>.
/// </summary>
/// <param name="message">The part for the message.</param>
/// <param name="item">The part for each item.</param>
internal sealed partial class AlertTemplate(string message, string item)
{
    private const string Divider = "=== item";

    /// <summary>Name that the text of all items has in the part for the message.</summary>
    public const string Items = "items";

    /// <summary>The one of a folder (<c>NAME.LANGUAGE.txt</c> or <c>NAME.txt</c>) or, where it has none, the module's own.</summary>
    /// <param name="name">Such as <c>markdown</c>.</param>
    /// <param name="language">Of the message.</param>
    /// <param name="folder">The user's own templates; null for none.</param>
    /// <exception cref="RdsBackupException">AlertTemplateUnreadable, AlertTemplateInvalid.</exception>
    public static AlertTemplate Load(string name, CultureInfo language, string? folder)
    {
        string standard = language.TwoLetterISOLanguageName == "zh" ? "zh-CN" : "en-US";
        string[] own = folder is null ? [] : [Path.Combine(folder, $"{name}.{standard}.txt"), Path.Combine(folder, $"{name}.txt")];
        return own.FirstOrDefault(File.Exists) is { } path ? Parse(Read(path), path) : Parse(ReadOwn($"{name}.{standard}.txt"), name);
    }

    /// <summary>Fills in the part for the message.</summary>
    /// <param name="values">Value by name; null for a name that stands for none.</param>
    public string FillMessage(Func<string, string?> values) => Fill(message, values);

    /// <summary>Fills in the part for one item.</summary>
    /// <param name="values">Value by name; null for a name that stands for none.</param>
    public string FillItem(Func<string, string?> values) => Fill(item, values);

    private static string Fill(string part, Func<string, string?> values)
    {
        StringBuilder text = new();
        foreach (string line in part.Split('\n'))
        {
            string[] filled = [.. Placeholder().Matches(line).Select(match => values(match.Groups[1].Value) ?? "")];
            if (filled.Length == 0 || filled.Any(value => value.Length > 0))
            {
                string start = LineStart().Match(line).Value;
                text.Append(Placeholder().Replace(line, match => (values(match.Groups[1].Value) ?? "").Replace("\n", "\n" + start, StringComparison.Ordinal))).Append('\n');
            }
        }

        return text.ToString().TrimEnd('\n');
    }

    private static AlertTemplate Parse(string text, string path)
    {
        string[] parts = text.ReplaceLineEndings("\n").Split($"{Divider}\n");
        return parts.Length == 2 && parts[0].Contains($"{{{Items}}}", StringComparison.Ordinal)
            ? new AlertTemplate(parts[0].TrimEnd('\n'), parts[1].TrimEnd('\n'))
            : throw Errors.Create(nameof(Messages.AlertTemplateInvalid), RdsBackupErrorKind.InvalidInput, path, Divider, Items);
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.Create(nameof(Messages.AlertTemplateUnreadable), RdsBackupErrorKind.PermissionDenied, exception, path, exception.Message);
        }
    }

    private static string ReadOwn(string name)
    {
        using Stream stream = typeof(AlertTemplate).Assembly.GetManifestResourceStream($"RdsBackup.Alerting.Templates.{name}")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^[> \t]*")]
    private static partial Regex LineStart();
}
