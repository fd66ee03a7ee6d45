namespace RdsBackup.Help;

/// <summary>The help of a cmdlet in one language, whole: what the writers write.</summary>
internal sealed record CmdletHelp
{
    public required CmdletFacts Facts { get; init; }

    public required Language Language { get; init; }

    public required IReadOnlyList<Block> Synopsis { get; init; }

    public required IReadOnlyList<Block> Description { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<Block>> Parameters { get; init; }

    public required IReadOnlyList<Block> Inputs { get; init; }

    public required IReadOnlyList<Block> Outputs { get; init; }

    public required IReadOnlyList<OutputHelp> OutputTypes { get; init; }

    public required IReadOnlyList<Block> Permissions { get; init; }

    public required IReadOnlyList<Block> Notes { get; init; }

    public required IReadOnlyList<HelpExample> Examples { get; init; }

    public required IReadOnlyList<string> Related { get; init; }
}
