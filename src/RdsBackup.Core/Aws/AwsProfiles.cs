using Amazon.Runtime.CredentialManagement;

namespace RdsBackup.Aws;

/// <summary>The profiles of the AWS tools, for people to choose from.</summary>
public static class AwsProfiles
{
    /// <summary>Names of the profiles of <c>~/.aws/config</c> and <c>~/.aws/credentials</c>, each with its region if it has one.</summary>
    public static IReadOnlyDictionary<string, string?> List() => new CredentialProfileStoreChain().ListProfiles()
        .DistinctBy(profile => profile.Name)
        .ToDictionary(profile => profile.Name, profile => profile.Region?.SystemName);
}
