using System.Text.Json.Nodes;

namespace RdsBackup.Sandbox;

/// <summary>An error answer of an emulated service; each service writes it in its own form (JSON or XML).</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">The service's error code, for example <c>Throttling.User</c> or <c>SlowDown</c>.</param>
/// <param name="Message">The service's sentence.</param>
public sealed record Refusal(int Status, string Code, string Message)
{
    /// <summary>Response headers that go with the error.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Further fields of the error's body; null for none.</summary>
    public JsonObject? Details { get; init; }
}
