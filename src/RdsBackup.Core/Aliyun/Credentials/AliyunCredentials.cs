namespace RdsBackup.Aliyun.Credentials;

/// <summary>An AccessKey, permanent or lent by STS.</summary>
/// <param name="AccessKeyId">Names the key; no secret.</param>
/// <param name="AccessKeySecret">Signs requests.</param>
/// <param name="SecurityToken">Goes with a key lent by STS; null for a permanent one.</param>
/// <param name="ExpiresAt">When a lent key stops working (UTC), if that is known.</param>
internal sealed record AliyunCredentials(
    string AccessKeyId, string AccessKeySecret, string? SecurityToken = null, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>The AccessKey id alone: a record would print its secrets.</summary>
    public override string ToString() => AccessKeyId;
}
