using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace RdsBackup.PowerShell;

/// <summary>
/// Where Core and every third-party assembly live, so that another module's version of an SDK neither disturbs this one nor
/// is disturbed by it. The cmdlets and the pipeline objects live in the default context, where scripts can name them.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string CoreName = "RdsBackup.Core";
    private const int CompiledFor = 10; // The runtime that build/RdsBackup.ReadyToRun compiles for; an older one would compile it all again.
    private static readonly Lazy<ModuleLoadContext> Installed = new(Install);

    // Loaded with the module, so that scripts can name its types before the first cmdlet has run.
    private static readonly Assembly Model = typeof(RdsBackupException).Assembly;
    private readonly string[] _folders;

    private ModuleLoadContext(string[] folders)
        : base("RdsBackup") => _folders = folders;

    /// <summary>Lets the default context find Core in the private one from now on.</summary>
    public static void EnsureInstalled() => _ = Installed.Value;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Model.GetName().Name)
        {
            return Model;
        }

        string file = Path.Combine(assemblyName.CultureName ?? "", assemblyName.Name + ".dll");
        string? path = _folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    // Never undone: the cmdlet assembly cannot be unloaded either, and other runspaces may still run its cmdlets.
    private static ModuleLoadContext Install()
    {
        string dependencies = Path.Combine(Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!, "dependencies");
        string compiledAhead = Path.Combine(dependencies, RuntimeInformation.RuntimeIdentifier);
        var context = new ModuleLoadContext(Environment.Version.Major >= CompiledFor ? [compiledAhead, dependencies] : [dependencies]);
        Default.Resolving += (_, name) => name.Name == CoreName ? context.LoadFromAssemblyName(name) : null;
        return context;
    }
}
