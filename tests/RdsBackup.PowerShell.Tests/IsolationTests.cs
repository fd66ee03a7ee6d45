using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

public sealed class IsolationTests
{
    private const string LoadOtherSdk = "$null = [Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath($args[1])";

    private const string UseModulesSdk =
        """
        $key = [PSCredential]::new($args[4], [Net.NetworkCredential]::new('', $args[5]).SecurePassword)
        Get-RdsBackupCopy -Bucket $args[3] -EndpointUrl $args[2] -AwsCredential $key
        """;

    private const string ListSdks =
        """
        [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'AWSSDK.Core' } | ForEach-Object {
            $file = [Diagnostics.FileVersionInfo]::GetVersionInfo($_.Location)
            "$([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name) $($file.FileMajorPart).$($file.FileMinorPart)"
        }
        """;

    private static readonly string OtherSdk = ModuleHost.Metadata("OtherAwsSdkCore");

    [Fact]
    public async Task Import_loads_the_cmdlets_and_the_pipeline_objects_and_nothing_else_of_the_module()
    {
        IReadOnlyList<string> loaded = await FreshProcess.RunAsync(
            """
            Import-Module $args[0]
            $folder = [IO.Path]::GetDirectoryName($args[0])
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.Location.StartsWith($folder) } | ForEach-Object { $_.GetName().Name }
            """,
            ModuleHost.ModulePath);

        Assert.Equal(["RdsBackup.Model", "RdsBackup.PowerShell"], loaded.Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_module_brings_an_assembly_compiled_ahead_for_the_platform_that_is_loaded(bool brings)
    {
        using TemporaryModule module = new();
        string folder = brings ? Path.Combine("dependencies", RuntimeInformation.RuntimeIdentifier) : "dependencies";
        module.Put("RdsBackup.Core.dll", folder);

        IReadOnlyList<string> loaded = await FreshProcess.RunAsync(
            """
            Import-Module $args[0]
            [Reflection.Assembly]::Load('RdsBackup.Core').Location
            [Runtime.Loader.AssemblyLoadContext]::All | Where-Object { $_.Name -eq 'RdsBackup' } | ForEach-Object {
                $_.LoadFromAssemblyName([Reflection.AssemblyName]::new('Polly.Core')).Location
            }
            """,
            module.Manifest);

        Assert.Equal([module.PathOf(folder, "RdsBackup.Core.dll"), module.PathOf("dependencies", "Polly.Core.dll")], loaded);
    }

    [Theory]
    [InlineData($"{LoadOtherSdk}; Import-Module $args[0]; {UseModulesSdk}")]
    [InlineData($"Import-Module $args[0]; {LoadOtherSdk}; {UseModulesSdk}")]
    [InlineData($"Import-Module $args[0]; {UseModulesSdk}; {LoadOtherSdk}")]
    public async Task Another_AWSSDK_Core_and_the_modules_own_work_side_by_side(string script)
    {
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false }, TestContext.Current.CancellationToken);
        cloud.S3.CreateBucket("offsite");

        IReadOnlyList<string> sdks = await FreshProcess.RunAsync(
            $"{script}; {ListSdks}", ModuleHost.ModulePath, OtherSdk, cloud.S3Endpoint.AbsoluteUri, "offsite",
            cloud.S3.AccessKeyId, cloud.S3.SecretAccessKey);

        Assert.Equal(["Default 3.7", "RdsBackup 4.0"], sdks.Order());
        Assert.NotEmpty(cloud.S3.Requests);
    }

    [Theory]
    [InlineData("Import-Module $args[0]; Import-Module $args[0]")]
    [InlineData("Import-Module $args[0]; Import-Module $args[0] -Force")]
    [InlineData("Import-Module $args[0]; Remove-Module RdsBackup; Import-Module $args[0]")]
    public async Task Core_is_found_once_however_often_the_module_is_imported(string script)
    {
        IReadOnlyList<string> output = await FreshProcess.RunAsync(
            script + """

            (Get-Command -Module RdsBackup).Count -gt 0
            [Reflection.Assembly]::Load('RdsBackup.Core') -eq [Reflection.Assembly]::Load('RdsBackup.Core')
            ([Runtime.Loader.AssemblyLoadContext]::All | Where-Object { $_.Name -eq 'RdsBackup' } | ForEach-Object { $_.Assemblies.Count }) -join ','
            """,
            ModuleHost.ModulePath);

        Assert.Equal(["True", "True", "1"], output);
    }

    [Fact]
    public async Task Removing_the_module_in_one_runspace_leaves_it_usable_in_another()
    {
        IReadOnlyList<string> output = await FreshProcess.RunAsync(
            """
            Import-Module $args[0]
            $other = [PowerShell]::Create([Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
            $null = $other.AddScript('Import-Module $args[0]; Remove-Module RdsBackup').AddArgument($args[0]).Invoke()
            $other.HadErrors
            [Reflection.Assembly]::Load('RdsBackup.Core').GetName().Name
            """,
            ModuleHost.ModulePath);

        Assert.Equal(["False", "RdsBackup.Core"], output);
    }

    [Fact]
    public async Task Two_runspaces_import_at_once()
    {
        IReadOnlyList<string> output = await FreshProcess.RunAsync(
            """
            $module = $args[0]
            $engines = 1..2 | ForEach-Object { [PowerShell]::Create([Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()).AddScript('Import-Module $args[0]; (Get-Command -Module RdsBackup).Count').AddArgument($module) }
            $runs = $engines | ForEach-Object { $_.BeginInvoke() }
            0..1 | ForEach-Object { $engines[$_].EndInvoke($runs[$_])[0] -gt 0; $engines[$_].HadErrors }
            """,
            ModuleHost.ModulePath);

        Assert.Equal(["True", "False", "True", "False"], output);
    }

    [Fact]
    public void The_cmdlet_assembly_references_no_third_party_assembly()
    {
        string path = Path.Combine(Path.GetDirectoryName(ModuleHost.ModulePath)!, "RdsBackup.PowerShell.dll");
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        IEnumerable<string> foreign = metadata.AssemblyReferences
            .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(name => !IsOfTheRuntime(name));

        Assert.Equal(["RdsBackup.Core", "RdsBackup.Model", "System.Management.Automation"], foreign.Order());
    }

    [Fact]
    public void Scripts_can_name_the_pipeline_objects()
    {
        using var host = new ModuleHost();

        Assert.Equal("RdsBackup.AliyunBackup", Assert.Single(host.Run("[RdsBackup.AliyunBackup].FullName")).ToString());
    }

    /// <summary>A copy of the module without what was compiled ahead of time.</summary>
    private sealed class TemporaryModule : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-module-");

        public TemporaryModule()
        {
            ModuleCopy.Make(Built, _folder.FullName);
            string compiledAhead = PathOf("dependencies", RuntimeInformation.RuntimeIdentifier);
            if (Directory.Exists(compiledAhead))
            {
                Directory.Delete(compiledAhead, recursive: true);
            }
        }

        public string Manifest => PathOf("RdsBackup.psd1");

        private static string Built => Path.GetDirectoryName(ModuleHost.ModulePath)!;

        public string PathOf(params string[] names) => Path.Combine([_folder.FullName, .. names]);

        public void Put(string assembly, string folder)
        {
            Directory.CreateDirectory(PathOf(folder));
            File.Copy(Path.Combine(Built, "dependencies", assembly), PathOf(folder, assembly), overwrite: true);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }

    private static bool IsOfTheRuntime(string name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name + ".dll"));
}
