namespace RdsBackup.Aliyun;

/// <summary>Whose credentials they are.</summary>
/// <param name="Arn">Account, user or assumed role.</param>
/// <param name="AccountId">Number of the account.</param>
internal sealed record AliyunCallerIdentity(string Arn, string AccountId);
