namespace RdsBackup.Aws;

/// <summary>Whose credentials they are.</summary>
/// <param name="Arn">User or assumed role.</param>
/// <param name="Account">Number of the account.</param>
internal sealed record AwsCallerIdentity(string Arn, string Account);
