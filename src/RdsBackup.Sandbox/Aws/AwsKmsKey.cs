namespace RdsBackup.Sandbox;

/// <summary>A KMS key.</summary>
/// <param name="Id">Its id.</param>
public sealed record AwsKmsKey(string Id)
{
    /// <summary>Its region.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Its alias, <c>alias/</c> included; null for none.</summary>
    public string? Alias { get; init; }

    /// <summary>Whether it can be used.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>FailureCause of every export encrypted with it; null for none. One of <see cref="AwsExportFailures"/>, or any text.</summary>
    public string? FailureCause { get; init; }

    /// <summary>Its ARN.</summary>
    public string Arn => ArnOf($"key/{Id}");

    internal bool IsNamed(string text) => text == Id || text == Arn || (Alias is not null && (text == Alias || text == ArnOf(Alias)));

    private string ArnOf(string resource) => $"arn:{AwsArn.PartitionOf(Region)}:kms:{Region}:{AwsRdsAccount.AccountId}:{resource}";
}
