using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace RdsBackup.Help;

/// <summary>The file that Get-Help reads. Its form is that of "MAML help", schema maml in namespace http://msh.</summary>
internal static partial class MamlFile
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Writes the help of all cmdlets in one language.</summary>
    public static void Write(string path, IEnumerable<CmdletHelp> cmdlets)
    {
        XElement root = new(Msh + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(CommandOf));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var writer = XmlWriter.Create(path, new XmlWriterSettings { Indent = true, NewLineChars = "\n" });
        root.Save(writer);
    }

    private static XElement CommandOf(CmdletHelp help) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", help.Facts.Name),
            new XElement(Command + "verb", help.Facts.Verb),
            new XElement(Command + "noun", help.Facts.Noun),
            Described(help.Synopsis)),
        Described(help.Description),
        new XElement(Command + "syntax", help.Facts.ParameterSets.Select(set => SyntaxOf(help, set))),
        new XElement(Command + "parameters", help.Facts.Parameters.Select(parameter => ParameterOf(help, parameter))),
        new XElement(Command + "inputTypes", InputsOf(help)),
        new XElement(Command + "returnValues", OutputsOf(help)),
        new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs([.. help.Permissions, .. help.Notes]))),
        new XElement(Command + "examples", help.Examples.Select((example, index) => ExampleOf(help, example, index + 1))),
        new XElement(Command + "relatedLinks", help.Related.Select(LinkTo)));

    private static XElement SyntaxOf(CmdletHelp help, ParameterSetFacts set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", help.Facts.Name),
        set.Parameters.Select(use => ParameterOf(help, help.Facts.Parameters.Single(parameter => parameter.Name == use.Name), use.IsMandatory, use.Position)));

    private static XElement ParameterOf(CmdletHelp help, ParameterFacts parameter) =>
        ParameterOf(help, parameter, parameter.IsRequired, parameter.Position ?? -1);

    private static XElement ParameterOf(CmdletHelp help, ParameterFacts parameter, bool isRequired, int position) => new(
        Command + "parameter",
        new XAttribute("required", isRequired),
        new XAttribute("variableLength", parameter.Type.IsArray),
        new XAttribute("globbing", parameter.AcceptsWildcards),
        new XAttribute("pipelineInput", PipelineInput(parameter)),
        new XAttribute("position", position < 0 ? "named" : position.ToString(CultureInfo.InvariantCulture)),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(Maml + "name", parameter.Name),
        Described([.. help.Parameters[parameter.Name], .. Limits(help, parameter)]),
        parameter.Values.Count == 0
            ? null
            : new XElement(Command + "parameterValueGroup", parameter.Values.Select(value => ValueOf(value, isRequired: false))),
        parameter.Type == typeof(SwitchParameter) ? null : ValueOf(parameter.TypeName, isRequired: true),
        TypeOf(parameter.Type),
        new XElement(Dev + "defaultValue", parameter.Default ?? "None"));

    private static XElement ValueOf(string text, bool isRequired) =>
        new(Command + "parameterValue", new XAttribute("required", isRequired), new XAttribute("variableLength", false), text);

    private static XElement TypeOf(Type type) => new(Dev + "type", new XElement(Maml + "name", type.FullName!.StartsWith("RdsBackup.", StringComparison.Ordinal) ? type.FullName : type.Name), new XElement(Maml + "uri"));

    private static string PipelineInput(ParameterFacts parameter)
    {
        IEnumerable<string> ways = [.. Way(parameter.TakesPipelineByPropertyName, "ByPropertyName"), .. Way(parameter.TakesPipelineByValue, "ByValue")];
        return ways.Any() ? $"True ({string.Join(", ", ways)})" : "False";
    }

    private static IEnumerable<string> Way(bool isTaken, string name) => isTaken ? [name] : [];

    private static IEnumerable<Block> Limits(CmdletHelp help, ParameterFacts parameter)
    {
        Labels labels = Labels.In(help.Language);
        return Limit(labels.Values, parameter.Values.Count == 0 ? null : string.Join(", ", parameter.Values))
            .Concat(Limit(labels.Range, parameter.Range)).Concat(Limit(labels.Pattern, parameter.Pattern));
    }

    private static IEnumerable<Block> Limit(string label, string? text) => text is null ? [] : [new Block($"{label}: {text}")];

    private static IEnumerable<XElement> InputsOf(CmdletHelp help)
    {
        IEnumerable<XElement> types = help.Facts.Inputs.Select(input => new XElement(Command + "inputType", TypeOf(input.Key), Described(help.Inputs)));
        return types.Any() ? types : [new XElement(Command + "inputType", new XElement(Dev + "type", new XElement(Maml + "name", "None")), Described(help.Inputs))];
    }

    private static IEnumerable<XElement> OutputsOf(CmdletHelp help) => help.OutputTypes.Select((output, index) => new XElement(
        Command + "returnValue",
        TypeOf(output.Type),
        Described([.. index == 0 ? help.Outputs : [], .. SummaryOf(output), .. output.Properties.Select(PropertyOf)])));

    private static IEnumerable<Block> SummaryOf(OutputHelp output) => output.Summary.Length == 0 ? [] : [new Block(output.Summary)];

    private static Block PropertyOf(OutputHelp.Property property)
    {
        string values = string.Join(", ", property.Values.Select(value => value.Name));
        return new Block($"{property.Path} <{property.TypeName}>: {property.Text}{(values.Length == 0 ? "" : $" ({values})")}", IsItem: true);
    }

    private static XElement ExampleOf(CmdletHelp help, HelpExample example, int number)
    {
        string output = example.Output(help.Language);
        return new XElement(
            Command + "example",
            new XElement(Maml + "title", $"--- {Labels.In(help.Language).Example} {number}: {example.Titles[help.Language]} ---"),
            new XElement(Maml + "introduction", new XElement(Maml + "paragraph", "PS> ")),
            new XElement(Dev + "code", output.Length == 0 ? example.Command : $"{example.Command}\n\n{output}"),
            new XElement(Dev + "remarks", Paragraphs(example.Remarks.In(help.Language))));
    }

    private static XElement LinkTo(string name) => new(Maml + "navigationLink", new XElement(Maml + "linkText", name), new XElement(Maml + "uri"));

    private static XElement Described(IEnumerable<Block> blocks) => new(Maml + "description", Paragraphs(blocks));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<Block> blocks) =>
        blocks.Select(block => new XElement(Maml + "para", (block.IsItem ? "- " : "") + Markup().Replace(block.Text, "$1$2")));

    // Code spans and emphasis are for pages; a console shows their text.
    [GeneratedRegex(@"`([^`]*)`|\*\*([^*]+)\*\*")]
    private static partial Regex Markup();
}
