using System.Text.Json;
using RdsBackup.Aliyun.Credentials;

namespace RdsBackup.Aliyun;

/// <summary>What one attempt of a call brought back: content or an error.</summary>
internal sealed class AliyunReply
{
    /// <summary>The body of a success.</summary>
    public JsonDocument? Content { get; init; }

    /// <summary>The error otherwise.</summary>
    public AliyunError? Error { get; init; }

    /// <summary>The service's clock.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>How long the service asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the attempt was signed with; null for an anonymous one.</summary>
    public AliyunCredentials? Credentials { get; init; }
}
