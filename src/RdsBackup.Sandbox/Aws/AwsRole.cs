namespace RdsBackup.Sandbox;

/// <summary>An IAM role that exports may be started with.</summary>
/// <param name="Name">Its name.</param>
public sealed record AwsRole(string Name)
{
    /// <summary>Whether its policy covers the bucket; otherwise no export starts: IamRoleMissingPermissions.</summary>
    public bool HasPermissions { get; init; } = true;

    /// <summary>FailureCause of every export started with it; null for none. One of <see cref="AwsExportFailures"/>, or any text.</summary>
    public string? FailureCause { get; init; }

    /// <summary>Its ARN.</summary>
    public string Arn => $"arn:aws:iam::{AwsRdsAccount.AccountId}:role/{Name}";
}
