using RdsBackup.Aliyun.Credentials;

namespace RdsBackup.Aliyun;

/// <summary>The profiles of the aliyun command line tool, for people to choose from.</summary>
public static class AliyunProfiles
{
    /// <summary>Names of the profiles of <c>~/.aliyun/config.json</c>, each with its region if it has one; none when the file cannot be read.</summary>
    public static IReadOnlyDictionary<string, string?> List() => List(CredentialEnvironment.Machine.HomeFolder);

    /// <summary>As <see cref="List()"/>, with a home folder of one's own.</summary>
    internal static IReadOnlyDictionary<string, string?> List(string homeFolder)
    {
        try
        {
            var configuration = CliConfiguration.Read(CliConfiguration.PathIn(homeFolder));
            return configuration.ProfileNames.Distinct().ToDictionary(name => name, name => configuration.Profile(name)?.Text("region_id"));
        }
        catch (RdsBackupException)
        {
            return new Dictionary<string, string?>();
        }
    }
}
