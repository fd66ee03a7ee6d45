namespace RdsBackup.Help;

/// <summary>
/// The help text that lies beside a class of cmdlets, in both languages. What code knows (syntax, types, defaults, aliases, outputs) is not in it.
/// A base class or interface has such a file, too, for the parameters that it declares.
/// </summary>
internal sealed class HelpSource
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>Name of the cmdlet, or of the base class.</summary>
    public required string Name { get; init; }

    public LocalText Synopsis { get; set; } = LocalText.Empty;

    public LocalText Description { get; set; } = LocalText.Empty;

    public Dictionary<string, ParameterText> Parameters { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What can be piped in.</summary>
    public LocalText Inputs { get; set; } = LocalText.Empty;

    /// <summary>When something is written, and how many of it.</summary>
    public LocalText Outputs { get; set; } = LocalText.Empty;

    /// <summary>What the clouds must allow.</summary>
    public LocalText Permissions { get; set; } = LocalText.Empty;

    public LocalText Notes { get; set; } = LocalText.Empty;

    /// <summary>Commands that the examples need to have been run before; not shown.</summary>
    public string Setup { get; set; } = "";

    public List<HelpExample> Examples { get; } = [];

    /// <summary>Names of other cmdlets and topics.</summary>
    public List<string> Related { get; } = [];

    /// <summary>Text of a parameter, and where it stands.</summary>
    public sealed record ParameterText(int Line, LocalText Text);
}
