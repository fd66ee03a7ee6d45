using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>The size of what a snapshot is made of, as a person is asked about it.</summary>
internal static class AllocatedStorage
{
    /// <summary>
    /// Where it is, and how much storage it has. Clusters whose storage grows by itself report 0 or 1 GiB, which is no size.
    /// </summary>
    public static string Describe(string region, int? gibibytes) =>
        gibibytes > 1 ? $"{region}, {Errors.Text(nameof(Messages.StorageAllocated), gibibytes)}" : region;
}
