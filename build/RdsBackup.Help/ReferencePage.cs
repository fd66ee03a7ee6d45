using System.Globalization;

namespace RdsBackup.Help;

/// <summary>The Markdown pages of docs/reference.</summary>
internal static class ReferencePage
{
    /// <summary>Writes a page for each cmdlet of one language, and one that lists them.</summary>
    public static void WriteAll(string folder, Language language, IReadOnlyList<CmdletHelp> cmdlets)
    {
        Directory.CreateDirectory(folder);
        foreach (CmdletHelp help in cmdlets)
        {
            File.WriteAllText(Path.Combine(folder, $"{help.Facts.Name}.md"), PageOf(help, Labels.In(language)));
        }

        File.WriteAllText(Path.Combine(folder, "README.md"), ListOf(cmdlets, Labels.In(language)));
    }

    private static string ListOf(IReadOnlyList<CmdletHelp> cmdlets, Labels labels)
    {
        using StringWriter page = Begin(labels.Cmdlets, labels);
        foreach (CmdletHelp help in cmdlets)
        {
            page.Write($"- [{help.Facts.Name}]({help.Facts.Name}.md): {help.Synopsis[0].Text}\n");
        }

        return page.ToString();
    }

    private static string PageOf(CmdletHelp help, Labels labels)
    {
        using StringWriter page = Begin(help.Facts.Name, labels);
        Append(page, help.Synopsis);
        Heading(page, labels.Syntax);
        foreach (ParameterSetFacts set in help.Facts.ParameterSets)
        {
            Fence(page, "powershell", $"{help.Facts.Name} {set.Syntax}");
        }

        Heading(page, labels.Description);
        Append(page, help.Description);
        AppendExamples(page, help, labels);
        AppendParameters(page, help, labels);
        Heading(page, labels.Inputs);
        page.Write(string.Concat(help.Facts.Inputs.Select(input => $"**{input.Key.FullName}**\n\n")));
        Append(page, help.Inputs);
        AppendOutputs(page, help, labels);
        Heading(page, labels.Permissions);
        Append(page, help.Permissions);
        if (help.Notes.Count > 0)
        {
            Heading(page, labels.Notes);
            Append(page, help.Notes);
        }

        Heading(page, labels.Related);
        page.Write(string.Concat(help.Related.Select(LinkTo)));
        return page.ToString().TrimEnd() + "\n";
    }

    private static void AppendExamples(StringWriter page, CmdletHelp help, Labels labels)
    {
        Heading(page, labels.Examples);
        foreach (HelpExample example in help.Examples)
        {
            page.Write($"### {example.Titles[help.Language]}\n\n");
            Fence(page, "powershell", example.Command);
            if (example.Output(help.Language) is { Length: > 0 } output)
            {
                Fence(page, "text", output);
            }

            Append(page, example.Remarks.In(help.Language));
        }
    }

    private static void AppendParameters(StringWriter page, CmdletHelp help, Labels labels)
    {
        Heading(page, labels.Parameters);
        foreach (ParameterFacts parameter in help.Facts.Parameters)
        {
            page.Write($"### -{parameter.Name}\n\n");
            Append(page, help.Parameters[parameter.Name]);
            page.Write("| | |\n|---|---|\n");
            foreach ((string label, string? text) in FactsOf(parameter, labels))
            {
                page.Write(string.IsNullOrEmpty(text) ? "" : $"| {label} | {text} |\n");
            }

            page.Write('\n');
        }

        page.Write($"{labels.CommonParameters}\n\n");
    }

    private static IEnumerable<(string Label, string? Text)> FactsOf(ParameterFacts parameter, Labels labels) =>
    [
        (labels.Type, $"`{parameter.TypeName}`"),
        (labels.Aliases, Codes(parameter.Aliases)),
        (labels.Required, parameter.IsRequired ? labels.Yes : labels.No),
        (labels.Position, parameter.Position?.ToString(CultureInfo.InvariantCulture) ?? labels.Named),
        (labels.Default, parameter.Default is { } value ? $"`{value}`" : null),
        (labels.Values, Codes(parameter.Values)),
        (labels.Range, parameter.Range),
        (labels.Pattern, parameter.Pattern is { } pattern ? $"`{pattern}`" : null),
        (labels.Pipeline, Pipeline(parameter, labels)),
        (labels.Wildcards, parameter.AcceptsWildcards ? labels.Yes : null),
    ];

    private static string? Pipeline(ParameterFacts parameter, Labels labels) => (parameter.TakesPipelineByValue, parameter.TakesPipelineByPropertyName) switch
    {
        (true, true) => $"{labels.ByValue}, {labels.ByPropertyName}",
        (true, false) => labels.ByValue,
        (false, true) => labels.ByPropertyName,
        _ => null,
    };

    private static void AppendOutputs(StringWriter page, CmdletHelp help, Labels labels)
    {
        Heading(page, labels.Outputs);
        Append(page, help.Outputs);
        foreach (OutputHelp output in help.OutputTypes)
        {
            if (output.Properties.Count == 0)
            {
                page.Write($"**{output.Type.FullName}**\n\n");
                continue;
            }

            page.Write($"**{output.Type.FullName}**: {output.Summary}\n\n| {labels.Property} | {labels.Type} | {labels.Meaning} |\n|---|---|---|\n");
            foreach (OutputHelp.Property property in output.Properties)
            {
                string values = string.Concat(property.Values.Select(value => $"<br>`{value.Name}`: {Cell(value.Text)}"));
                page.Write($"| `{property.Path}` | `{property.TypeName}` | {Cell(property.Text)}{values} |\n");
            }

            page.Write('\n');
        }
    }

    private static StringWriter Begin(string title, Labels labels)
    {
        StringWriter page = new(CultureInfo.InvariantCulture);
        page.Write($"<!-- {labels.Origin} -->\n\n# {title}\n\n");
        return page;
    }

    private static void Heading(StringWriter page, string text) => page.Write($"## {text}\n\n");

    private static void Fence(StringWriter page, string kind, string code) => page.Write($"```{kind}\n{code}\n```\n\n");

    private static void Append(StringWriter page, IReadOnlyList<Block> blocks)
    {
        for (int index = 0; index < blocks.Count; index++)
        {
            bool isListGoingOn = blocks[index].IsItem && index + 1 < blocks.Count && blocks[index + 1].IsItem;
            page.Write($"{(blocks[index].IsItem ? "- " : "")}{blocks[index].Text}\n{(isListGoingOn ? "" : "\n")}");
        }
    }

    private static string LinkTo(string name) =>
        name.StartsWith("about_", StringComparison.Ordinal) ? $"- `Get-Help {name}`\n" : $"- [{name}]({name}.md)\n";

    private static string Codes(IEnumerable<string> values) => string.Join(", ", values.Select(value => $"`{value}`"));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
