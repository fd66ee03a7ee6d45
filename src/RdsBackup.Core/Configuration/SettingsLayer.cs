using Microsoft.Extensions.Configuration;

namespace RdsBackup.Configuration;

/// <summary>
/// The settings of one file, or of the environment variables, as a source of Microsoft.Extensions.Configuration that remembers where each
/// stands. A list replaces that of the layers below as a whole, and null takes away what they say.
/// </summary>
internal sealed class SettingsLayer : ConfigurationProvider, IConfigurationSource
{
    private readonly Dictionary<string, Setting> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<string>> _children = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _replaced = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Everything in it, sections and lists included, in the order it was written.</summary>
    public IReadOnlyCollection<Setting> Settings => _settings.Values;

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>The keys right below a path, in the order they were written.</summary>
    public IReadOnlyList<string> Keys(string path) => _children.GetValueOrDefault(path, []);

    /// <summary>The setting at a path, if this layer says something about it.</summary>
    public Setting? Find(string path) => _settings.GetValueOrDefault(path);

    /// <inheritdoc/>
    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        earlierKeys.Concat(Keys(parentPath ?? "")); // The base class looks through all keys for this, which is quadratic over a whole file.

    /// <summary>Adds a value, or a section or list, which has none.</summary>
    public void Add(string path, string? value, SettingOrigin origin)
    {
        if (!_settings.TryAdd(path, new Setting(path, value, origin)))
        {
            return;
        }

        int end = path.LastIndexOf(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
        string parent = end < 0 ? "" : path[..end];
        if (!_children.TryGetValue(parent, out List<string>? keys))
        {
            _children.Add(parent, keys = []);
        }

        keys.Add(path[(end + 1)..]);
        if (value is not null)
        {
            Data[path] = value;
        }
    }

    /// <summary>Notes that what lower layers say of this path and below it does not count.</summary>
    public void Replace(string path) => _replaced.Add(path);

    /// <summary>Takes away from <paramref name="lower"/> what this layer replaces.</summary>
    public void Cover(SettingsLayer lower)
    {
        foreach (string path in _replaced)
        {
            lower.Remove(path);
        }
    }

    /// <summary>What this layer says below one path, said of each of several other paths.</summary>
    public SettingsLayer Copy(string from, IEnumerable<string> to)
    {
        SettingsLayer copy = new();
        Setting[] settings = [.. Below(from)];
        string[] replaced = [.. _replaced.Where(path => IsWithin(path, from))];
        foreach (string target in to)
        {
            foreach (Setting setting in settings)
            {
                copy.Add(target + setting.Path[from.Length..], setting.Value, setting.Origin);
            }

            copy._replaced.UnionWith(replaced.Select(path => target + path[from.Length..]));
        }

        return copy;
    }

    private static bool IsWithin(string path, string ancestor) =>
        path.StartsWith(ancestor, StringComparison.OrdinalIgnoreCase)
        && (path.Length == ancestor.Length || path[ancestor.Length] == ConfigurationPath.KeyDelimiter[0]);

    private IEnumerable<Setting> Below(string path) => Keys(path).Select(key => ConfigurationPath.Combine(path, key))
        .SelectMany(child => Below(child).Prepend(_settings[child]));

    private void Remove(string path)
    {
        foreach (string key in Keys(path).ToArray())
        {
            Remove(ConfigurationPath.Combine(path, key));
        }

        _children.Remove(path);
        _settings.Remove(path);
        Data.Remove(path);
        int end = path.LastIndexOf(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
        _children.GetValueOrDefault(end < 0 ? "" : path[..end])?.Remove(path[(end + 1)..]);
    }
}
