using System.Text;

namespace RdsBackup.Retrieval;

/// <summary>Where a copy goes on disk. Whatever its key is called, it goes nowhere but to the destination that was given.</summary>
internal static class DownloadPath
{
    private const char Substitute = '_';
    private const string ForbiddenOnWindows = "<>:\"/\\|?*";
    private static readonly string[] Devices =
    [
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        .. Enumerable.Range(0, 10).SelectMany(number => new[] { $"COM{number}", $"LPT{number}" }),
    ];

    /// <summary>
    /// The full path for the copy under <paramref name="key"/>. A destination that is a folder, or ends like one, gets a file named by
    /// the key's last segment; any other destination is the file's own name.
    /// </summary>
    /// <param name="destination">A path of the file system.</param>
    /// <param name="key">Key of the copy.</param>
    public static string For(string destination, string key)
    {
        string full = Path.GetFullPath(destination);
        return Path.EndsInDirectorySeparator(full) || Directory.Exists(full) ? Path.Combine(full, FileName(key)) : full;
    }

    // The same on every system: a name that only some could hold would fail where the backup is needed. Source of the rules:
    // "Naming Files, Paths, and Namespaces", Microsoft.
    private static string FileName(string key)
    {
        string segment = key[(key.LastIndexOf('/') + 1)..];
        StringBuilder name = new(segment.Length);
        foreach (char letter in segment)
        {
            name.Append(char.IsControl(letter) || ForbiddenOnWindows.Contains(letter, StringComparison.Ordinal) ? Substitute : letter);
        }

        for (int last = name.Length - 1; last >= 0 && name[last] is '.' or ' '; last--)
        {
            name[last] = Substitute;
        }

        string stem = name.ToString().Split('.')[0].TrimEnd(' ');
        return name.Length == 0 || Devices.Contains(stem, StringComparer.OrdinalIgnoreCase) ? Substitute + name.ToString() : name.ToString();
    }
}
