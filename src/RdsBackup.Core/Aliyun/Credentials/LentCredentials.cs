using System.Text.Json;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>Reads credentials out of the JSON that STS, metadata, a credential address or a program lends them in.</summary>
internal static class LentCredentials
{
    /// <summary>Reads the answer of the ECS metadata service or of a credential address.</summary>
    /// <exception cref="RdsBackupException">It is no JSON, says something other than Success, or lacks a key.</exception>
    public static AliyunCredentials Parse(string json, string source) =>
        Parse(json, source, root => root.Text("Code") is null or "Success" ? Read(root, source) : throw Unreadable(source, "Code"));

    /// <summary>Reads what a program of a profile printed.</summary>
    /// <exception cref="RdsBackupException">It is no JSON or lacks a key.</exception>
    public static AliyunCredentials ParseProcessOutput(string json, string source) =>
        Parse(json, source, root => new AliyunCredentials(
            Required(root, "access_key_id", source),
            Required(root, "access_key_secret", source),
            root.Text("mode") == "StsToken" ? Required(root, "sts_token", source) : root.Text("sts_token"),
            root.Time("expiration")));

    /// <summary>Reads an object of AccessKeyId, AccessKeySecret, SecurityToken and Expiration.</summary>
    /// <exception cref="RdsBackupException">It lacks a key.</exception>
    public static AliyunCredentials Read(JsonElement credentials, string source) => new(
        Required(credentials, "AccessKeyId", source),
        Required(credentials, "AccessKeySecret", source),
        Required(credentials, "SecurityToken", source),
        credentials.Time("Expiration"));

    /// <summary>The error for an answer that lacks <paramref name="property"/>.</summary>
    public static RdsBackupException Unreadable(string source, string property) =>
        Errors.Create(nameof(Messages.AliyunCredentialSourceUnreadable), RdsBackupErrorKind.Authentication, source, property);

    private static AliyunCredentials Parse(string json, string source, Func<JsonElement, AliyunCredentials> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (JsonException)
        {
            // Not passed on: it quotes the text it stumbled over, which may be a key.
            throw Unreadable(source, "{");
        }
    }

    private static string Required(JsonElement element, string name, string source) =>
        element.Text(name) ?? throw Unreadable(source, name);
}
