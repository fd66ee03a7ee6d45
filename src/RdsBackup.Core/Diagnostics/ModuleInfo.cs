namespace RdsBackup.Diagnostics;

/// <summary>What this module is.</summary>
internal static class ModuleInfo
{
    /// <summary>Its version, such as 0.1.0.</summary>
    public static string Version { get; } = typeof(ModuleInfo).Assembly.GetName().Version!.ToString(3);
}
