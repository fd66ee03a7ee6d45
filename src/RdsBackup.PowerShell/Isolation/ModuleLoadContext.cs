using System.Reflection;
using System.Runtime.Loader;

namespace RdsBackup.PowerShell;

/// <summary>
/// Where Core and every third-party assembly live, so that another module's version of an SDK neither disturbs this one nor
/// is disturbed by it. The cmdlets and the pipeline objects live in the default context, where scripts can name them.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string CoreName = "RdsBackup.Core";
    private static readonly Lazy<ModuleLoadContext> Installed = new(Install);

    // Loaded with the module, so that scripts can name its types before the first cmdlet has run.
    private static readonly Assembly Model = typeof(RdsBackupException).Assembly;
    private readonly string _folder;

    private ModuleLoadContext(string folder)
        : base("RdsBackup") => _folder = folder;

    /// <summary>Lets the default context find Core in the private one from now on.</summary>
    public static void EnsureInstalled() => _ = Installed.Value;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Model.GetName().Name)
        {
            return Model;
        }

        string path = Path.Combine(_folder, assemblyName.CultureName ?? "", assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    // Never undone: the cmdlet assembly cannot be unloaded either, and other runspaces may still run its cmdlets.
    private static ModuleLoadContext Install()
    {
        string module = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;
        var context = new ModuleLoadContext(Path.Combine(module, "dependencies"));
        Default.Resolving += (_, name) => name.Name == CoreName ? context.LoadFromAssemblyName(name) : null;
        return context;
    }
}
