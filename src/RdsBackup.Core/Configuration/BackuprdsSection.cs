namespace RdsBackup.Configuration;

/// <summary>A section of a backuprds configuration that remembers what of it was read. One that is not there is empty.</summary>
internal sealed class BackuprdsSection
{
    private readonly SettingSection? _section;
    private readonly HashSet<SettingMember> _read = new(ReferenceEqualityComparer.Instance);
    private readonly List<BackuprdsSection> _children = [];

    public BackuprdsSection(SettingSection? section, string? path) => (_section, Path) = (section, path);

    /// <summary>Where it stands, such as rds:aws:instances; null for the root.</summary>
    public string? Path { get; }

    /// <summary>Its own key.</summary>
    public string Name => Path?[(Path.LastIndexOf(':') + 1)..] ?? "";

    /// <summary>Whether it is there.</summary>
    public bool Exists => _section is not null;

    public SettingOrigin? Origin => _section?.Origin;

    /// <summary>Whether two keys are the same: case and underscores do not count.</summary>
    public static bool IsSame(string key, string other) =>
        key.Replace("_", "", StringComparison.Ordinal).Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>The section below <paramref name="key"/>.</summary>
    public BackuprdsSection Section(string key) => Child(Take(key, node => node is SettingSection), key);

    /// <summary>The text below <paramref name="key"/>; null when there is none.</summary>
    public string? Text(string key) => (Take(key, node => node is SettingValue)?.Node as SettingValue)?.Text is { Length: > 0 } text ? text : null;

    /// <summary>Everything below it by name; a plain text stands for a section that says only <paramref name="shortForm"/>.</summary>
    public IReadOnlyList<BackuprdsSection> Sections(string shortForm)
    {
        List<BackuprdsSection> sections = [];
        foreach (SettingMember member in _section?.Members ?? [])
        {
            _read.Add(member);
            sections.Add(Child(
                member.Node is SettingValue ? member with { Node = new SettingSection([member with { Key = shortForm }], member.Origin) } : member,
                member.Key));
        }

        return sections;
    }

    /// <summary>The keys that nobody asked for.</summary>
    public IEnumerable<(string Key, SettingOrigin Origin)> Unread() => (_section?.Members ?? [])
        .Where(member => !_read.Contains(member))
        .Select(member => (Below(member.Key), member.Origin))
        .Concat(_children.SelectMany(child => child.Unread()));

    private SettingMember? Take(string key, Func<SettingNode, bool> isExpected)
    {
        SettingMember? found = _section?.Members.FirstOrDefault(member => IsSame(member.Key, key) && isExpected(member.Node));
        if (found is not null)
        {
            _read.Add(found);
        }

        return found;
    }

    private BackuprdsSection Child(SettingMember? member, string key)
    {
        var child = new BackuprdsSection(member?.Node as SettingSection, Below(member?.Key ?? key));
        _children.Add(child);
        return child;
    }

    private string Below(string key) => Path is null ? key : $"{Path}:{key}";
}
