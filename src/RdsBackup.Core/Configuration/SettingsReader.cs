using System.Globalization;
using Microsoft.Extensions.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Configuration;

/// <summary>Turns what was written into the settings of a layer, and finds what cannot be one: nothing that is wrong gets into the layer.</summary>
/// <param name="layer">Takes the settings.</param>
/// <param name="findings">Takes what is wrong.</param>
/// <param name="currentFolder">Where relative paths in environment variables are meant from.</param>
internal sealed class SettingsReader(SettingsLayer layer, FindingList findings, string currentFolder)
{
    /// <summary>The key that names the JSON Schema to editors.</summary>
    private const string SchemaKey = "$schema";

    /// <summary>Reads a whole file, or all variables.</summary>
    public void Read(SettingNode root) => Read(root, OptionType.Of(typeof(RdsBackupOptions)), path: "", property: null);

    private void Read(SettingNode node, OptionType type, string path, OptionProperty? property)
    {
        switch (type, node)
        {
            case (_, SettingValue { Text: null }):
                layer.Replace(path);
                break;
            case (SectionOption section, SettingSection written):
                ReadSection(written, section, path);
                break;
            case (MapOption map, SettingSection written):
                ReadMap(written, map, path);
                break;
            case (ListOption list, SettingList written):
                ReadList(written.Items, written.Origin, list, path, property);
                break;
            case (ListOption list, SettingValue single):
                ReadList([single], single.Origin, list, path, property);
                break;
            case (ListOption list, SettingSection { Origin.Line: null } numbered):
                ReadNumbered(numbered, list, path, property);
                break;
            case (ValueOption value, SettingValue { Text: { } text }):
                ReadValue(text, node.Origin, value.Format, path, property);
                break;
            default:
                findings.Error(nameof(Messages.ConfigurationTypeWrong), path, node.Origin, Shown(path), Describe(type));
                break;
        }
    }

    private void ReadSection(SettingSection written, SectionOption section, string path)
    {
        Mark(path, written.Origin);
        foreach (SettingMember member in Once(written, path))
        {
            if (section.Find(member.Key) is { } property)
            {
                Read(member.Node, property.Type, Below(path, property.Key), property);
            }
            else if (path.Length > 0 || member.Key != SchemaKey)
            {
                string? nearest = NearestName.Of(member.Key, section.Properties.Select(known => known.Key));
                string known = string.Join(", ", section.Properties.Select(known => known.Key));
                string id = nearest is null ? nameof(Messages.ConfigurationKeyUnknown) : nameof(Messages.ConfigurationKeyMisspelt);
                findings.Error(id, Below(path, member.Key), member.Origin, Shown(Below(path, member.Key)), nearest ?? known);
            }
        }
    }

    private void ReadMap(SettingSection written, MapOption map, string path)
    {
        Mark(path, written.Origin);
        foreach (SettingMember member in Once(written, path))
        {
            string child = Below(path, member.Key);
            if (member.Key.Length == 0 || member.Key.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal))
            {
                findings.Error(nameof(Messages.ConfigurationNameInvalid), child, member.Origin, member.Key, path);
                continue;
            }

            Read(member.Node, map.Item, child, property: null);
            if (map.Item is SectionOption section && section.Type.IsAssignableTo(typeof(NamedOptions)) && layer.Find(child) is not null)
            {
                layer.Add(Below(child, nameof(NamedOptions.Name)), member.Key, member.Origin);
            }
        }
    }

    private void ReadList(IReadOnlyList<SettingNode> items, SettingOrigin origin, ListOption list, string path, OptionProperty? property)
    {
        layer.Replace(path);
        layer.Add(path, items.Count == 0 ? "" : null, origin);
        for (int i = 0; i < items.Count; i++)
        {
            Read(items[i], list.Item, Below(path, i.ToString(CultureInfo.InvariantCulture)), property);
        }
    }

    // Variables name an item of a list by its number: it takes the place of the one below it.
    private void ReadNumbered(SettingSection numbered, ListOption list, string path, OptionProperty? property)
    {
        foreach (SettingMember member in numbered.Members)
        {
            if (int.TryParse(member.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                Mark(path, member.Origin);
                Read(member.Node, list.Item, Below(path, member.Key), property);
            }
            else
            {
                findings.Error(nameof(Messages.ConfigurationTypeWrong), path, member.Origin, Shown(path), Describe(list));
            }
        }
    }

    private void ReadValue(string text, SettingOrigin origin, SettingFormat format, string path, OptionProperty? property)
    {
        string? value = format.Normalize(text);
        if (value is null)
        {
            string id = format.IsSecret ? nameof(Messages.ConfigurationSecretLiteral) : nameof(Messages.ConfigurationValueInvalid);
            bool mayBeSecret = format.IsSecret || text.Contains('@', StringComparison.Ordinal);
            findings.Error(id, path, origin, Shown(path), format.Describe(), mayBeSecret ? Redaction.Mask : text);
        }
        else if (!format.IsSecret && SecretReference.TryParse(value, out _))
        {
            findings.Error(nameof(Messages.ConfigurationReferenceMisplaced), path, origin, Shown(path), path.ToUpperInvariant().Replace(":", "__", StringComparison.Ordinal));
        }
        else if (property?.Range is { } range && !range.IsValid(value))
        {
            findings.Error(nameof(Messages.ConfigurationValueOutOfRange), path, origin, Shown(path), text, range.Minimum, range.Maximum);
        }
        else
        {
            layer.Add(path, property?.IsLocalPath == true ? InFolder(value, origin) : WithFolder(value, origin, format), origin);
        }
    }

    private string WithFolder(string value, SettingOrigin origin, SettingFormat format) =>
        format.IsSecret && SecretReference.TryParse(value, out SecretReference? reference) && reference.Kind == SecretKind.File
            ? (reference with { Name = InFolder(reference.Name, origin) }).ToString()
            : value;

    private string InFolder(string path, SettingOrigin origin)
    {
        string expanded = path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..]
            : path;
        return Path.GetFullPath(expanded, origin.Folder ?? currentFolder);
    }

    // Of keys that differ by case only, the first counts, and each of the others is an error.
    private IEnumerable<SettingMember> Once(SettingSection written, string path)
    {
        Dictionary<string, SettingMember> first = new(StringComparer.OrdinalIgnoreCase);
        foreach (SettingMember member in written.Members)
        {
            if (first.TryAdd(member.Key, member))
            {
                yield return member;
            }
            else
            {
                SettingMember other = first[member.Key];
                findings.Error(nameof(Messages.ConfigurationKeyTwice), Below(path, member.Key), member.Origin, Shown(Below(path, member.Key)), other.Key, other.Origin.Line);
            }
        }
    }

    private static string Describe(OptionType type) => type switch
    {
        ValueOption value => value.Format.Describe(),
        ListOption => Errors.Text(nameof(Messages.ConfigurationExpectsList)),
        _ => Errors.Text(nameof(Messages.ConfigurationExpectsSection)),
    };

    private void Mark(string path, SettingOrigin origin)
    {
        if (path.Length > 0)
        {
            layer.Add(path, value: null, origin);
        }
    }

    private static string Shown(string path) => path.Length == 0 ? "/" : path;

    private static string Below(string path, string key) => path.Length == 0 ? key : ConfigurationPath.Combine(path, key);
}
