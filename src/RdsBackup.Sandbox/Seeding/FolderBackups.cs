using System.Globalization;

namespace RdsBackup.Sandbox;

/// <summary>Real files of a folder, served as the backups of instances.</summary>
internal static class FolderBackups
{
    private const string DefaultInstance = "rm-bp1folder00000001";
    private const long FirstId = 3_000_000_000;

    /// <summary>Adds the files: those in a subfolder to the instance of its name, those beside them to a default one.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static void Add(AliyunAccount account, DirectoryInfo folder)
    {
        long id = FirstId;
        foreach (DirectoryInfo source in folder.GetDirectories().Prepend(folder))
        {
            foreach (FileInfo file in source.GetFiles().OrderBy(file => file.LastWriteTimeUtc))
            {
                SandboxInstance instance = InstanceOf(account, source == folder ? DefaultInstance : source.Name, file.Extension);
                OssObject served = account.Oss.Put(new OssObject($"rdsbak-{instance.RegionId}", $"{instance.Id}/{file.Name}", Content.File(file.FullName), file.LastWriteTimeUtc));
                instance.Add(new SandboxBackup
                {
                    Id = id++.ToString(CultureInfo.InvariantCulture),
                    Start = new DateTimeOffset(file.LastWriteTimeUtc).TruncateToSeconds() - TimeSpan.FromMinutes(10),
                    End = new DateTimeOffset(file.LastWriteTimeUtc).TruncateToSeconds(),
                    File = served,
                });
            }
        }
    }

    private static SandboxInstance InstanceOf(AliyunAccount account, string id, string extension) => account.Find(id) ?? account.Add(new SandboxInstance
    {
        Id = id,
        RegionId = account.Region,
        Engine = extension is ".zip" or ".bak" ? "SQLServer" : "MySQL",
        EngineVersion = extension is ".zip" or ".bak" ? "2019_std" : "8.0",
        Description = "served from files",
    });
}
