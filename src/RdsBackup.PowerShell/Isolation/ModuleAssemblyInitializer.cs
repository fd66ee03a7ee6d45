using System.Management.Automation;

namespace RdsBackup.PowerShell;

/// <summary>What the engine calls each time the module is imported into a session.</summary>
public sealed class ModuleAssemblyInitializer : IModuleAssemblyInitializer
{
    /// <summary>Makes the module's private assemblies findable. Loads none of them.</summary>
    public void OnImport() => ModuleLoadContext.EnsureInstalled();
}
