using System.Text.RegularExpressions;

namespace RdsBackup.Help;

/// <summary>
/// Reads a help text: Markdown with fixed headings. A line quoted with <c>&gt;</c> is Chinese, every other is English; a fence that
/// is not quoted is for both, unless a quoted one takes its place.
/// </summary>
internal sealed partial class HelpParser
{
    private const string Fence = "```";
    private readonly string _file;
    private readonly string[] _lines;
    private readonly List<HelpProblem> _problems;
    private readonly HelpSource _source;
    private int _next = 1;

    private HelpParser(string file, List<HelpProblem> problems)
    {
        _file = file;
        _lines = File.ReadAllLines(file);
        _problems = problems;
        _source = new HelpSource { File = file, Name = _lines.FirstOrDefault("").TrimStart('#', ' ') };
    }

    /// <summary>Reads a file; what is wrong with it is added to <paramref name="problems"/>.</summary>
    public static HelpSource Parse(string file, List<HelpProblem> problems)
    {
        var parser = new HelpParser(file, problems);
        parser.Parse();
        return parser._source;
    }

    private void Parse()
    {
        _source.Synopsis = ReadText();
        while (_next < _lines.Length)
        {
            int line = _next + 1;
            string heading = _lines[_next++];
            switch (heading)
            {
                case "## Description": _source.Description = ReadText(); break;
                case "## Parameters": ReadParameters(); break;
                case "## Inputs": _source.Inputs = ReadText(); break;
                case "## Outputs": _source.Outputs = ReadText(); break;
                case "## Permissions": _source.Permissions = ReadText(); break;
                case "## Notes": _source.Notes = ReadText(); break;
                case "## Examples": ReadExamples(); break;
                case "## Related": ReadRelated(); break;
                default: Report(line, $"'{heading}' is no heading that is known here."); break;
            }
        }
    }

    private void ReadParameters()
    {
        ReadText();
        while (IsHeading("### -"))
        {
            string name = _lines[_next++]["### -".Length..];
            int line = _next;
            if (!_source.Parameters.TryAdd(name, new HelpSource.ParameterText(line, ReadText())))
            {
                Report(line, $"-{name} is described twice.");
            }
        }
    }

    private void ReadExamples()
    {
        (_, List<Code> setup) = ReadBody();
        _source.Setup = string.Join('\n', setup.Select(code => code.Text));
        while (IsHeading("### "))
        {
            string[] titles = _lines[_next++]["### ".Length..].Split(" | ");
            int line = _next;
            (LocalText remarks, List<Code> fences) = ReadBody();
            Code[] commands = [.. fences.Where(code => code.Kind == "powershell")];
            if (titles.Length != 2 || commands.Length != 1)
            {
                Report(line, "An example has a title in both languages, with ' | ' between them, and one command in a fence ```powershell.");
                continue;
            }

            string english = fences.Find(code => code is { Kind: "text", IsChinese: false })?.Text ?? "";
            string chinese = fences.Find(code => code is { Kind: "text", IsChinese: true })?.Text ?? english;
            Dictionary<Language, string> byLanguage = new() { [Language.English] = titles[0], [Language.Chinese] = titles[1] };
            _source.Examples.Add(new HelpExample(line, byLanguage, commands[0].Text, english, chinese, remarks));
        }
    }

    // Names are the same in every language.
    private void ReadRelated()
    {
        for (; _next < _lines.Length && !IsHeading("#"); _next++)
        {
            if (_lines[_next].StartsWith("- ", StringComparison.Ordinal))
            {
                _source.Related.Add(_lines[_next][2..]);
            }
        }
    }

    private LocalText ReadText()
    {
        int line = _next;
        (LocalText text, List<Code> fences) = ReadBody();
        if (fences.Count > 0)
        {
            Report(line, "Only an example can have a fence.");
        }

        return text;
    }

    /// <summary>Reads up to the next heading.</summary>
    private (LocalText Text, List<Code> Fences) ReadBody()
    {
        int begin = _next;
        List<Block> english = [], chinese = [];
        List<Code> fences = [];
        bool isNewBlock = true;
        for (; _next < _lines.Length && !IsHeading("#"); _next++)
        {
            (string line, bool isChinese) = Unquote(_lines[_next]);
            if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                fences.Add(ReadFence(line[Fence.Length..], isChinese));
                line = "";
            }

            if (string.IsNullOrWhiteSpace(line))
            {
                isNewBlock = true;
                continue;
            }

            Add(isChinese ? chinese : english, line, isNewBlock);
            isNewBlock = false;
        }

        if (english.Count != chinese.Count)
        {
            Report(begin, $"There are {english.Count} English paragraphs and items from here, and {chinese.Count} Chinese ones.");
        }

        return (new LocalText(english, chinese), fences);
    }

    private Code ReadFence(string kind, bool isChinese)
    {
        List<string> code = [];
        for (_next++; _next < _lines.Length && Unquote(_lines[_next]).Line != Fence; _next++)
        {
            code.Add(isChinese ? Unquote(_lines[_next]).Line : _lines[_next]);
        }

        return new Code(kind, isChinese, string.Join('\n', code));
    }

    private static void Add(List<Block> blocks, string line, bool isNewBlock)
    {
        if (line.StartsWith("- ", StringComparison.Ordinal))
        {
            blocks.Add(new Block(line[2..].Trim(), IsItem: true));
        }
        else if (isNewBlock || blocks.Count == 0)
        {
            blocks.Add(new Block(line.Trim()));
        }
        else
        {
            blocks[^1] = blocks[^1] with { Text = BetweenIdeographs().Replace($"{blocks[^1].Text}\n{line.Trim()}", "").Replace('\n', ' ') };
        }
    }

    private bool IsHeading(string start) => _next < _lines.Length && _lines[_next].StartsWith(start, StringComparison.Ordinal);

    private static (string Line, bool IsChinese) Unquote(string line) =>
        line.StartsWith("> ", StringComparison.Ordinal) ? (line[2..], true) : line == ">" ? ("", true) : (line, false);

    private void Report(int line, string message) => _problems.Add(new HelpProblem(_file, line, message));

    // Chinese is written without spaces, so a line break within it is none.
    [GeneratedRegex(@"(?<=[\u2E80-\uFFEF])\n(?=[\u2E80-\uFFEF])|(?<=[\u3000-\u303F\uFF00-\uFFEF])\n|\n(?=[\u3000-\u303F\uFF00-\uFFEF])")]
    private static partial Regex BetweenIdeographs();

    private sealed record Code(string Kind, bool IsChinese, string Text);
}
