using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace RdsBackup.Configuration;

/// <summary>Lists settings for people: what was written, and what the module takes when nothing is said.</summary>
internal static class SettingsListing
{
    /// <summary>Every value that is in force, in the order of the option types.</summary>
    public static IEnumerable<ConfigurationSetting> Of(RdsBackupOptions options, MergedSettings settings) =>
        List(options, OptionType.Of(typeof(RdsBackupOptions)), path: null, settings);

    private static IEnumerable<ConfigurationSetting> List(object? value, OptionType type, string? path, MergedSettings settings) => (value, type) switch
    {
        (null, _) => [],
        (_, SectionOption section) => section.Properties.SelectMany(property =>
            List(property.Property.GetValue(value), property.Type, Below(path, property.Key), settings)),
        (System.Collections.IDictionary entries, MapOption map) => entries.Keys.Cast<string>().SelectMany(key =>
            List(entries[key], map.Item, Below(path, key), settings)),
        (System.Collections.IEnumerable items, ListOption list) => items.Cast<object>().SelectMany((item, index) =>
            List(item, list.Item, Below(path, index.ToString(CultureInfo.InvariantCulture)), settings)),
        _ => [Row(path!, value, settings)],
    };

    private static ConfigurationSetting Row(string path, object value, MergedSettings settings)
    {
        SettingOrigin? origin = settings.Find(path)?.Origin;
        return new ConfigurationSetting(path, Text(value), origin?.Source, origin?.Line);
    }

    private static string Text(object value) => value switch
    {
        Enum choice => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString()),
        bool flag => flag ? "true" : "false",
        TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Below(string? path, string key) => path is null ? key : ConfigurationPath.Combine(path, key);
}
