using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RdsBackup.Configuration;

/// <summary>Reads the first document of a YAML file, anchors included, and keeps the line of everything.</summary>
internal sealed class YamlSettings
{
    private const int DeepestNesting = 64;

    // Aliases multiply what they stand for; no configuration needs more.
    private const int MostNodes = 1_000_000;

    private readonly string _source;
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, (SettingNode Node, int Size)> _anchors = [];
    private int _size;

    private YamlSettings(string source, string text)
    {
        _source = source;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads <paramref name="text"/>; an empty one is an empty section.</summary>
    /// <exception cref="SettingSyntaxException">It is not YAML, or it nests or repeats too much.</exception>
    public static SettingNode Read(string source, string text)
    {
        var settings = new YamlSettings(source, text);
        try
        {
            settings._parser.Consume<StreamStart>();
            return settings._parser.TryConsume<DocumentStart>(out _) ? settings.ReadNode(depth: 0) : new SettingSection([], new SettingOrigin(source, 1));
        }
        catch (YamlException exception)
        {
            throw new SettingSyntaxException(exception.Message, (int)exception.Start.Line, exception);
        }
    }

    private SettingNode ReadNode(int depth)
    {
        ParsingEvent start = _parser.Consume<ParsingEvent>();
        if (depth > DeepestNesting || ++_size > MostNodes)
        {
            throw new YamlException(start.Start, start.End, $"More than {DeepestNesting} levels or {MostNodes} nodes.");
        }

        int before = _size;
        SettingNode node = start switch
        {
            AnchorAlias alias => Repeat(alias),
            Scalar scalar => ReadValue(scalar),
            SequenceStart sequence => ReadList(sequence, depth),
            _ => ReadSection((MappingStart)start, depth),
        };
        if (start is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors[anchored.Anchor] = (node, _size - before);
        }

        return node;
    }

    private SettingNode Repeat(AnchorAlias alias)
    {
        (SettingNode node, int size) = _anchors.TryGetValue(alias.Value, out var known)
            ? known
            : throw new AnchorNotFoundException(alias.Start, alias.End, $"The anchor '{alias.Value}' is not defined above.");
        _size += size;
        return node;
    }

    private SettingValue ReadValue(Scalar scalar)
    {
        bool isNull = scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };
        return new SettingValue(isNull ? null : scalar.Value, Origin(scalar));
    }

    private SettingList ReadList(SequenceStart start, int depth)
    {
        List<SettingNode> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new SettingList(items, Origin(start));
    }

    private SettingSection ReadSection(MappingStart start, int depth)
    {
        List<SettingMember> members = [];
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            Scalar key = _parser.Consume<Scalar>();
            members.Add(new SettingMember(key.Value, Origin(key), ReadNode(depth + 1)));
        }

        return new SettingSection(members, Origin(start));
    }

    private SettingOrigin Origin(ParsingEvent place) => new(_source, (int)place.Start.Line);
}
