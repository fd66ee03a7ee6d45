namespace RdsBackup.Sandbox;

/// <summary>A key that requests can be signed with, of Aliyun or of S3.</summary>
/// <param name="Id">The access key id.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="SecurityToken">The token that must come along; null for a long-lived key.</param>
/// <param name="Expires">When it stops working; null for a long-lived key.</param>
public sealed record AccessKey(string Id, string Secret, string? SecurityToken = null, DateTimeOffset? Expires = null);
