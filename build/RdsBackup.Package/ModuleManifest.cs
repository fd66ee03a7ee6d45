using System.Collections;
using System.Management.Automation.Language;

namespace RdsBackup.Package;

/// <summary>The module's manifest, as far as the package repeats it.</summary>
internal sealed class ModuleManifest
{
    private readonly Hashtable _values;
    private readonly Hashtable _gallery;

    /// <summary>Reads a <c>.psd1</c> file, which is data: nothing in it is run.</summary>
    public ModuleManifest(string path)
    {
        Ast file = Parser.ParseFile(path, out _, out ParseError[] errors);
        if (errors is [ParseError error, ..])
        {
            throw new InvalidDataException($"{path}: {error.Message}");
        }

        _values = (Hashtable)file.Find(node => node is HashtableAst, searchNestedScriptBlocks: false).SafeGetValue();
        _gallery = (Hashtable)((Hashtable)_values["PrivateData"]!)["PSData"]!;
        Name = Path.GetFileNameWithoutExtension(path);
    }

    public string Name { get; }

    public string Version => Text(_values, "ModuleVersion");

    public string Author => Text(_values, "Author");

    public string Copyright => Text(_values, "Copyright");

    public string Description => Text(_values, "Description");

    public Uri ProjectUri => new(Text(_gallery, "ProjectUri"));

    public Uri LicenseUri => new(Text(_gallery, "LicenseUri"));

    public Uri IconUri => new(Text(_gallery, "IconUri"));

    public string ReleaseNotes => Text(_gallery, "ReleaseNotes");

    public IEnumerable<string> Tags => Texts(_gallery, "Tags");

    public IEnumerable<string> Cmdlets => Texts(_values, "CmdletsToExport");

    private static string Text(Hashtable values, string key) =>
        values[key] as string ?? throw new InvalidDataException($"The module's manifest has no {key}.");

    private static IEnumerable<string> Texts(Hashtable values, string key) => ((object[])values[key]!).Cast<string>();
}
