using RdsBackup.Aliyun;
using RdsBackup.Aws;

namespace RdsBackup.PowerShell;

/// <summary>Profiles of ~/.aliyun/config.json, with their regions; none when it cannot be read.</summary>
internal sealed class AliyunProfileCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => AliyunProfiles.List().Select(profile => new KnownValue(profile.Key, profile.Value ?? profile.Key));
}

/// <summary>Profiles of ~/.aws/config and ~/.aws/credentials, with their regions.</summary>
internal sealed class AwsProfileCompleter : KnownValueCompleter
{
    protected override IEnumerable<KnownValue> Values => AwsProfiles.List().Select(profile => new KnownValue(profile.Key, profile.Value ?? profile.Key));
}
