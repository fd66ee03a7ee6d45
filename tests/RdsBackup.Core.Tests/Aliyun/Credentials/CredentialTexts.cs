namespace RdsBackup.Core.Tests.Aliyun.Credentials;

/// <summary>Keys that tests plant, and the JSON they come in. The secrets are told from everything else, so that a leak is seen.</summary>
internal static class CredentialTexts
{
    public const string Secret = "s3cr3t-0f-th3-k3y";
    public const string Token = "t0k3n-0f-th3-s3ss10n";

    /// <summary>As metadata service and credential addresses write it.</summary>
    public static string Lent(string keyId, string expiry) =>
        $$"""{"Code":"Success","AccessKeyId":"{{keyId}}","AccessKeySecret":"{{Secret}}","SecurityToken":"{{Token}}","Expiration":"{{expiry}}"}""";

    /// <summary>As STS writes it.</summary>
    public static string Assumed(string keyId, string expiry) =>
        $$"""
        {"RequestId":"6894B13B","AssumedRoleUser":{"Arn":"acs:ram::1:role/backup/x","AssumedRoleId":"3:x"},
        "Credentials":{"AccessKeyId":"{{keyId}}","AccessKeySecret":"{{Secret}}","SecurityToken":"{{Token}}","Expiration":"{{expiry}}"} }
        """;

    /// <summary>Nothing a person sees may hold a secret.</summary>
    public static void AssertNoSecret(string text)
    {
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
    }

    /// <summary>Neither the error, nor its remedy, nor any cause.</summary>
    public static void AssertNoSecret(RdsBackupException error)
    {
        AssertNoSecret(error.ToString());
        AssertNoSecret(error.Recommendation ?? "");
    }
}
