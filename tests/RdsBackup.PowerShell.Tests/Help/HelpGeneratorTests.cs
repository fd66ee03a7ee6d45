using System.Diagnostics;

namespace RdsBackup.PowerShell.Tests.Help;

/// <summary>What the build does about help that is not whole: it fails, and says what to write where.</summary>
public sealed class HelpGeneratorTests : IDisposable
{
    private static readonly string Texts = Path.Combine(HelpFolder.Repository, "src", "RdsBackup.PowerShell");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-helptexts-");

    private string Module => Path.Combine(_folder.FullName, "module");

    [Fact]
    public async Task Whole_help_is_written()
    {
        Assert.Equal((0, ""), await GenerateAsync());

        Assert.True(File.Exists(Path.Combine(Module, "en-US", "RdsBackup.PowerShell.dll-Help.xml")));
        Assert.True(File.Exists(Path.Combine(Module, "zh-CN", "RdsBackup.PowerShell.dll-Help.xml")));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "reference", "zh-CN", "Get-RdsBackupCopy.md")));
    }

    [Fact]
    public async Task A_cmdlet_without_help_is_an_error_and_nothing_is_written()
    {
        (int exitCode, string errors) = await GenerateAsync(texts => File.Delete(Path.Combine(texts, "Commands", "GetRdsBackupCopyCommand.md")));

        Assert.Equal(1, exitCode);
        Assert.Contains("error HELP: Get-RdsBackupCopy has no help: write GetRdsBackupCopyCommand.md beside it.", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Module, "en-US", "RdsBackup.PowerShell.dll-Help.xml")));
    }

    [Theory]
    [InlineData("### -Latest\n", "### -Newest\n", "-Latest is not described.")]
    [InlineData("### -Latest\n", "### -Prefix\n", "-Prefix is described twice.")]
    [InlineData("### -Latest\n", "### -Unheard\n\nOf.\n\n> 没有。\n\n### -Latest\n", "No cmdlet has this parameter")]
    [InlineData("> 每份副本输出一个对象。\n", "", "There are 1 English paragraphs and items from here, and 0 Chinese ones.")]
    [InlineData("## Permissions\n", "## Rights\n", "'## Rights' is no heading that is known here.")]
    [InlineData("### What lies in a bucket | 查看存储桶中有哪些副本\n", "### What lies in a bucket\n", "An example has a title in both languages")]
    [InlineData("# Get-RdsBackupCopy\n", "# Get-Copy\n", "The first line has to be '# Get-RdsBackupCopy'.")]
    public async Task What_is_wrong_with_a_text_is_an_error_at_its_place(string text, string replacement, string error)
    {
        (int exitCode, string errors) = await GenerateAsync(texts =>
        {
            string file = Path.Combine(texts, "Commands", "GetRdsBackupCopyCommand.md");
            string before = File.ReadAllText(file);
            Assert.Contains(text, before, StringComparison.Ordinal);
            File.WriteAllText(file, before.Replace(text, replacement, StringComparison.Ordinal));
        });

        Assert.Equal(1, exitCode);
        Assert.Matches($@"GetRdsBackupCopyCommand\.md\(\d+\): error HELP: {System.Text.RegularExpressions.Regex.Escape(error)}", errors);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int ExitCode, string Errors)> GenerateAsync(Action<string>? damage = null)
    {
        string texts = Path.Combine(_folder.FullName, "texts");
        Copy(Path.GetDirectoryName(ModuleHost.ModulePath)!, Module, "*.*", except: "Help.xml");
        Copy(Texts, texts, "*.md");
        damage?.Invoke(texts);
        string program = Path.Combine(AppContext.BaseDirectory, "RdsBackup.Help" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string english = Path.Combine(Texts, "bin", configuration, "net8.0", "RdsBackup.Model.xml");
        string chinese = Path.Combine(HelpFolder.Repository, "src", "RdsBackup.Model", "zh-CN", "RdsBackup.Model.xml");
        ProcessStartInfo start = new(program, [Module, texts, english, chinese, Path.Combine(_folder.FullName, "reference")]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, errors);
    }

    private static void Copy(string from, string to, string pattern, string except = "\0")
    {
        foreach (string file in Directory.GetFiles(from, pattern, SearchOption.AllDirectories).Where(file => !file.EndsWith(except, StringComparison.Ordinal)))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
