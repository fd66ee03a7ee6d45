using System.Collections;
using System.Globalization;

namespace RdsBackup.PowerShell;

/// <summary>Tags as people give them: @{ env = 'prod'; team = 'db' }, or env=prod in a configuration.</summary>
internal static class Tags
{
    /// <summary>Keys and values as text.</summary>
    public static Dictionary<string, string> From(Hashtable? tags) => (tags ?? []).Cast<DictionaryEntry>().ToDictionary(
        tag => Convert.ToString(tag.Key, CultureInfo.InvariantCulture)!, tag => Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "");

    /// <summary>Keys and values of tags that are each written KEY=VALUE.</summary>
    public static Dictionary<string, string> From(IEnumerable<string>? tags) =>
        (tags ?? []).Select(tag => tag.Split('=', 2)).DistinctBy(tag => tag[0]).ToDictionary(tag => tag[0], tag => tag[1]);
}
