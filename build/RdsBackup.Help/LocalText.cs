namespace RdsBackup.Help;

/// <summary>A paragraph, or an item of a list. Its text is Markdown without line breaks.</summary>
internal sealed record Block(string Text, bool IsItem = false);

/// <summary>The same text in both languages.</summary>
internal sealed record LocalText(IReadOnlyList<Block> English, IReadOnlyList<Block> Chinese)
{
    public static LocalText Empty { get; } = new([], []);

    public IReadOnlyList<Block> In(Language language) => language == Language.English ? English : Chinese;

    public bool IsEmpty => English.Count == 0 && Chinese.Count == 0;
}
