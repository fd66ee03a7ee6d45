using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using RdsBackup.PowerShell.Tests.Help;

namespace RdsBackup.PowerShell.Tests.Documentation;

/// <summary>A page of the repository.</summary>
internal sealed partial class MarkdownPage
{
    private static readonly string[] NotOfTheRepository = [".git", "artifacts", "bin", "obj", "TestResults"];

    private readonly string _text;

    private MarkdownPage(string file)
    {
        File = file;
        _text = System.IO.File.ReadAllText(file).ReplaceLineEndings("\n");
    }

    /// <summary>Every page, by its path from the root of the repository.</summary>
    public static SortedDictionary<string, MarkdownPage> All { get; } = new(
        Files(new DirectoryInfo(HelpFolder.Repository)).ToDictionary(
            file => Path.GetRelativePath(HelpFolder.Repository, file).Replace('\\', '/'), file => new MarkdownPage(file)),
        StringComparer.Ordinal);

    public string File { get; }

    /// <summary>Where its links and pictures lead, as they are written.</summary>
    public IEnumerable<string> Links => Link().Matches(InlineCode().Replace(Prose, "")).Select(match => match.Groups[1].Value);

    /// <summary>What can follow <c>#</c> in a link to it: its headings, as GitHub names them.</summary>
    public IEnumerable<string> Anchors =>
        Heading().Matches(Prose).Select(match => NotInAnchor().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    private string Prose => Fence().Replace(_text, "");

    /// <summary>Its fenced blocks of a language, below one heading or all of them.</summary>
    public IEnumerable<string> Blocks(string language, string? heading = null) =>
        Fence().Matches(heading is null ? _text : Section(heading)).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value);

    /// <summary>What a person types who follows it: each statement of its PowerShell blocks below a heading.</summary>
    public IEnumerable<string> Commands(string heading) =>
        Blocks("powershell", heading).SelectMany(block => Parser.ParseInput(block, out _, out _).EndBlock.Statements).Select(statement => statement.Extent.Text);

    private static IEnumerable<string> Files(DirectoryInfo folder) =>
    [
        .. folder.GetFiles("*.md").Select(file => file.FullName),
        .. folder.GetDirectories().Where(child => !NotOfTheRepository.Contains(child.Name)).SelectMany(Files),
    ];

    private string Section(string heading)
    {
        int start = _text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{File} has no heading '{heading}'.");
        int end = _text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return _text[start..(end < 0 ? _text.Length : end)];
    }

    [GeneratedRegex(@"^[ >]*```(\w*)[^\n`]*\n(.*?)^[ >]*```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}_ -]")]
    private static partial Regex NotInAnchor();
}
