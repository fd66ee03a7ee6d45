using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RdsBackup.PowerShell.Tests.Documentation;

/// <summary>A picture (SVG) of a screen, in colours for light and for dark pages.</summary>
internal static partial class TerminalPicture
{
    private const double CellWidth = 8.4, LineHeight = 19, Margin = 16;

    // Names of colours by the number that selects them; what no number selects is the colour of text.
    private static readonly Dictionary<string, string> Colours = new()
    {
        ["31"] = "red",
        ["32"] = "green",
        ["33"] = "yellow",
        ["36"] = "cyan",
        ["91"] = "red",
        ["92"] = "green",
        ["93"] = "yellow",
        ["96"] = "cyan",
    };

    private const string Style =
        """
        .screen { fill: #ffffff; stroke: #d0d7de } text { fill: #1f2328; font: 14px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace }
        .bold { font-weight: 600 } .red { fill: #cf222e } .green { fill: #116329 } .yellow { fill: #7d4e00 } .cyan { fill: #1b7c83 }
        @media (prefers-color-scheme: dark) {
          .screen { fill: #0d1117; stroke: #30363d } text { fill: #e6edf3 }
          .red { fill: #ff7b72 } .green { fill: #56d364 } .yellow { fill: #e3b341 } .cyan { fill: #56d4dd }
        }
        """;

    /// <summary>Draws what was written on a screen.</summary>
    /// <param name="title">What screen readers say it is.</param>
    /// <param name="screen">The text with its colours (SGR sequences).</param>
    /// <param name="columns">Width of the screen in characters.</param>
    public static string Draw(string title, string screen, int columns)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        string[] lines = screen.Split('\n');
        double width = (columns * CellWidth) + (2 * Margin), height = (lines.Length * LineHeight) + (2 * Margin);
        XElement picture = new(
            svg + "svg",
            new XAttribute("viewBox", Number($"0 0 {width} {height}")), new XAttribute("role", "img"), new XAttribute("aria-labelledby", "title"),
            new XElement(svg + "title", new XAttribute("id", "title"), title),
            new XElement(svg + "style", Style),
            new XElement(
                svg + "rect", new XAttribute("class", "screen"), new XAttribute("x", "0.5"), new XAttribute("y", "0.5"), new XAttribute("rx", 6),
                new XAttribute("width", Number($"{width - 1}")), new XAttribute("height", Number($"{height - 1}"))));
        string styles = "";
        foreach ((int row, string line) in lines.Index())
        {
            picture.Add(Runs(line, ref styles).Select(run => new XElement(
                svg + "text",
                run.Styles.Length == 0 ? null : new XAttribute("class", run.Styles),
                new XAttribute("x", Number($"{Margin + (run.Column * CellWidth):0.#}")),
                new XAttribute("y", Number($"{Margin + ((row + 0.75) * LineHeight):0.##}")),
                new XAttribute("textLength", Number($"{run.Text.Length * CellWidth:0.#}")),
                run.Text)));
        }

        return picture.ToString();
    }

    /// <summary>What a picture shows, line by line, each text with its styles.</summary>
    public static string Read(string picture) => string.Join('\n', XDocument.Parse(picture).Root!.Elements().Where(element => element.Name.LocalName == "text")
        .GroupBy(text => text.Attribute("y")!.Value)
        .Select(line => $"{string.Concat(line.Select(text => text.Value + " "))}\n {string.Join(' ', line.Select(text => text.Attribute("class")?.Value).Where(style => style is not null))}"));

    // The pieces of a line between changes of style and between wide gaps, which a picture would close; a style lasts beyond the line.
    private static List<(int Column, string Styles, string Text)> Runs(string line, ref string styles)
    {
        List<(int Column, string Styles, string Text)> runs = [];
        int column = 0;
        foreach (Match match in Piece().Matches(line))
        {
            string text = match.Groups["text"].Value;
            if (text.Length == 0)
            {
                styles = StylesOf(match.Groups["sgr"].Value);
                continue;
            }

            foreach (Match words in Words().Matches(text))
            {
                runs.Add((column + words.Index, styles, words.Value));
            }

            column += text.Length;
        }

        return runs;
    }

    private static string StylesOf(string sgr) =>
        string.Join(' ', sgr.Split(';').Select(code => code == "1" ? "bold" : Colours.GetValueOrDefault(code)).Where(style => style is not null));

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\x1b\[(?<sgr>[0-9;]*)m|(?<text>[^\x1b]+)")]
    private static partial Regex Piece();

    [GeneratedRegex(@"\S+(?: \S+)*")]
    private static partial Regex Words();
}
