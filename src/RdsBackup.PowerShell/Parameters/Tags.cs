using System.Collections;
using System.Globalization;

namespace RdsBackup.PowerShell;

/// <summary>Tags as people give them: @{ env = 'prod'; team = 'db' }.</summary>
internal static class Tags
{
    /// <summary>Keys and values as text.</summary>
    public static Dictionary<string, string> From(Hashtable? tags) => (tags ?? []).Cast<DictionaryEntry>().ToDictionary(
        tag => Convert.ToString(tag.Key, CultureInfo.InvariantCulture)!, tag => Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "");
}
