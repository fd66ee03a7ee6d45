using System.Management.Automation;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RdsBackup.PowerShell.Tests.Help;

namespace RdsBackup.PowerShell.Tests.Views;

/// <summary>What a person sees of each type, compared with committed pictures; and what is left of objects that were saved or sent.</summary>
public sealed partial class ViewTests : IDisposable
{
    // What Export-Clixml and remoting keep unless told otherwise.
    private const int ExportDepth = 2;
    private const int RemotingDepth = 1;

    private static readonly string ModuleFolder = Path.GetDirectoryName(ModuleHost.ModulePath)!;
    private static readonly string Pictures = Path.Combine(HelpFolder.Repository, "tests", "RdsBackup.PowerShell.Tests", "Views");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-views-");
    private readonly ModuleHost _host = new();

    [Fact]
    public void Every_type_with_a_view_has_a_sample()
    {
        IEnumerable<string> types = Views(ModuleFolder).Descendants("TypeName").Select(name => name.Value[(name.Value.LastIndexOf('.') + 1)..]).Distinct();

        Assert.Equal(types.Order(), Samples(_host).Keys.Order());
    }

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void Tables_and_lists_are_as_they_were_agreed_on(int columns)
    {
        using ModuleHost lists = HostOfLists();
        Dictionary<string, object> ofTables = Samples(_host);
        Dictionary<string, object> ofLists = Samples(lists);
        List<string> changed = [];
        foreach (string type in ofTables.Keys)
        {
            string picture = $"{type}.{columns}.txt";
            string actual = Shown(_host, ofTables[type], columns) + Shown(lists, ofLists[type], columns);
            string expected = Path.Combine(Pictures, picture);
            if (!File.Exists(expected) || File.ReadAllText(expected).ReplaceLineEndings("\n") != actual)
            {
                changed.Add(picture);
                Directory.CreateDirectory(Path.Combine(HelpFolder.Repository, "artifacts", "views"));
                File.WriteAllText(Path.Combine(HelpFolder.Repository, "artifacts", "views", picture), actual);
            }
        }

        Assert.True(changed.Count == 0, $"Look at artifacts/views, and copy to {Pictures} what is meant: {string.Join(", ", changed)}");
    }

    [Fact]
    public void A_narrow_console_shows_every_column()
    {
        Dictionary<string, object> samples = Samples(_host);
        IEnumerable<XElement> defaults = Views(ModuleFolder).Descendants("View").DistinctBy(view => view.Element("Name")!.Value);
        foreach (XElement view in defaults.Where(view => view.Element("TableControl") is not null))
        {
            string[] lines = Shown(_host, samples[view.Element("Name")!.Value], columns: 79).Split('\n');
            int rule = Array.FindIndex(lines, line => line.StartsWith("--", StringComparison.Ordinal));
            Assert.Equal(view.Descendants("Label").Select(label => label.Value), lines[rule - 1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Fact]
    public void Columns_stay_aligned_beside_wide_characters()
    {
        string[] lines = Shown(_host, Samples(_host)["AliyunRdsInstance"], columns: 140).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        int Cell(string line, string value) => _host.Screen.Cells(line[..line.IndexOf(value, StringComparison.Ordinal)]);
        Assert.Contains("数据库", lines[4], StringComparison.Ordinal);
        Assert.Equal(Cell(lines[1], "Version"), Cell(lines[4], "17"));
        Assert.Equal(Cell(lines[3], "Running"), Cell(lines[4], "Creating"));
    }

    [Fact]
    public void A_status_has_the_colour_of_what_it_means_unless_colours_are_not_wanted()
    {
        object backups = Samples(_host)["AliyunBackup"];

        Shown(_host, backups, columns: 140);
        Assert.Contains("\u001b[32mSuccess\u001b[0m", _host.Screen.ColouredText, StringComparison.Ordinal);
        Assert.Contains("\u001b[31mFailed\u001b[0m", _host.Screen.ColouredText, StringComparison.Ordinal);

        // What the engine itself does at its start when NO_COLOR is set.
        _host.Run("$PSStyle.OutputRendering = 'PlainText'");
        int before = _host.Screen.ColouredText.Length;
        Shown(_host, backups, columns: 140);
        _host.Run("$PSStyle.OutputRendering = 'Host'");
        Assert.DoesNotContain('\u001b', _host.Screen.ColouredText[before..]);
    }

    [Fact]
    public void What_was_saved_to_a_file_shows_the_same_table()
    {
        foreach (object sample in Samples(_host).Values)
        {
            Assert.Equal(Shown(_host, sample, columns: 140), Shown(_host, Restored(sample, ExportDepth), columns: 140));
        }
    }

    [Fact]
    public void What_was_sent_from_another_computer_shows_the_same_table_as_far_as_it_was_sent()
    {
        foreach ((_, object sample) in Samples(_host).Where(sample => !ShowsNested(sample.Key)))
        {
            Assert.Equal(Shown(_host, sample, columns: 140), Shown(_host, Restored(sample, RemotingDepth), columns: 140));
        }
    }

    [Fact]
    public void Every_object_becomes_JSON_and_text_that_names_it()
    {
        foreach (object item in Samples(_host).Values.SelectMany(sample => (object[])sample).Select(item => ((PSObject)item).BaseObject))
        {
            using JsonDocument json = JsonDocument.Parse(JsonSerializer.Serialize(item, item.GetType()));
            Assert.NotEmpty(json.RootElement.EnumerateObject());
            Assert.NotEqual(item.GetType().FullName, item.ToString());
        }
    }

    [Fact]
    public void Other_names_of_a_field_have_its_value()
    {
        Dictionary<string, object> samples = Samples(_host);
        foreach (XElement type in XDocument.Load(Path.Combine(ModuleFolder, "RdsBackup.Types.ps1xml")).Root!.Elements("Type"))
        {
            object sample = ((object[])samples[type.Element("Name")!.Value.Split('.')[^1]])[0];
            foreach (XElement alias in type.Descendants("AliasProperty"))
            {
                Assert.NotEmpty(_host.Run("$args[0].PSObject.Properties[$args[1]].Value -eq $args[0].($args[2]) | Where-Object { $_ }", sample, alias.Element("Name")!.Value, alias.Element("ReferencedMemberName")!.Value));
            }
        }
    }

    [Fact]
    public void Default_properties_exist()
    {
        Dictionary<string, object> samples = Samples(_host);
        foreach (XElement type in XDocument.Load(Path.Combine(ModuleFolder, "RdsBackup.Types.ps1xml")).Root!.Elements("Type"))
        {
            object sample = ((object[])samples[type.Element("Name")!.Value.Split('.')[^1]])[0];
            IEnumerable<string> existing = _host.Run("$args[0].PSObject.Properties.Name", sample).Select(name => name.ToString());
            string[] shown = [.. type.Descendants("ReferencedProperties").Elements("Name").Select(name => name.Value)];
            Assert.NotEmpty(shown);
            Assert.Empty(shown.Except(existing));
        }
    }

    public void Dispose()
    {
        _host.Dispose();
        _folder.Delete(recursive: true);
    }

    private static object[] Restored(object sample, int depth) =>
        [.. ((object[])sample).Select(item => PSSerializer.Deserialize(PSSerializer.Serialize(item, depth)))];

    // Remoting sends one level: of a nested object only its text arrives, and these tables show more of it.
    private static bool ShowsNested(string type) =>
        type is "AlertDecision" or "RdsBackupConfiguration" or "AliyunBackupTestResult" or "AwsRdsSnapshotTestResult" or "RdsBackupEnvironmentResult";

    private static XDocument Views(string module) => XDocument.Load(Path.Combine(module, "RdsBackup.Format.ps1xml"));

    private static Dictionary<string, object> Samples(ModuleHost host) =>
        host.Run("$samples = & $args[0]; $samples.GetEnumerator().ForEach{ [pscustomobject]@{ Type = $_.Key; Items = @($_.Value) } }", Path.Combine(Pictures, "Samples.ps1"))
            .ToDictionary(
                sample => (string)sample.Properties["Type"].Value,
                object (sample) => ((object[])sample.Properties["Items"].Value).Select(object (item) => PSObject.AsPSObject(item)).ToArray());

    private static string Shown(ModuleHost host, object items, int columns)
    {
        host.Screen.Columns = columns;
        int before = host.Screen.Text.Length;
        host.Run("$args[0] | Out-Default", items);
        IEnumerable<string> lines = host.Screen.Text[before..].Split('\n').Select(line => line.TrimEnd());
        return Moment().Replace(string.Join('\n', lines), "yyyy-mm-dd hh:mm:ssZ");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ")]
    private static partial Regex Moment();

    // The engine alone has no Format-List: a copy of the module without tables shows its lists.
    private ModuleHost HostOfLists()
    {
        foreach (string file in Directory.GetFiles(ModuleFolder, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_folder.FullName, Path.GetRelativePath(ModuleFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        XDocument views = Views(ModuleFolder);
        views.Descendants("View").Where(view => view.Element("TableControl") is not null).Remove();
        views.Save(Path.Combine(_folder.FullName, "RdsBackup.Format.ps1xml"));
        ModuleHost host = new(import: false);
        host.Run("Import-Module $args[0]", Path.Combine(_folder.FullName, "RdsBackup.psd1"));
        return host;
    }
}
