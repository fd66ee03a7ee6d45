using System.Text;
using System.Text.Json;

namespace RdsBackup.Configuration;

/// <summary>Reads JSON, with comments and trailing commas, and keeps the line of everything.</summary>
internal ref struct JsonSettings
{
    private readonly string _source;
    private readonly ReadOnlySpan<byte> _text;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _counted;

    private JsonSettings(string source, ReadOnlySpan<byte> text)
    {
        _source = source;
        _text = text;
        _reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
    }

    /// <summary>Reads <paramref name="text"/>; an empty one is an empty section.</summary>
    /// <exception cref="SettingSyntaxException">It is not JSON.</exception>
    public static SettingNode Read(string source, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new SettingSection([], new SettingOrigin(source, 1));
        }

        var settings = new JsonSettings(source, Encoding.UTF8.GetBytes(text));
        try
        {
            settings._reader.Read();
            SettingNode root = settings.ReadNode();
            settings._reader.Read(); // nothing may follow
            return root;
        }
        catch (JsonException exception)
        {
            string reason = exception.Message.Split(" LineNumber:")[0];
            throw new SettingSyntaxException(reason, (int)(exception.LineNumber ?? 0) + 1, exception);
        }
    }

    private SettingNode ReadNode() => _reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadSection(),
        JsonTokenType.StartArray => ReadList(),
        JsonTokenType.Null => new SettingValue(null, Origin()),
        JsonTokenType.String => new SettingValue(_reader.GetString(), Origin()),
        _ => new SettingValue(Encoding.UTF8.GetString(_reader.ValueSpan), Origin()),
    };

    private SettingSection ReadSection()
    {
        SettingOrigin origin = Origin();
        List<SettingMember> members = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            (string key, SettingOrigin place) = (_reader.GetString()!, Origin());
            _reader.Read();
            members.Add(new SettingMember(key, place, ReadNode()));
        }

        return new SettingSection(members, origin);
    }

    private SettingList ReadList()
    {
        SettingOrigin origin = Origin();
        List<SettingNode> items = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadNode());
        }

        return new SettingList(items, origin);
    }

    private SettingOrigin Origin()
    {
        int position = (int)_reader.TokenStartIndex;
        _line += _text[_counted..position].Count((byte)'\n');
        _counted = position;
        return new SettingOrigin(_source, _line);
    }
}
