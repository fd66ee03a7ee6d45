using System.Text.Json.Serialization;

namespace RdsBackup.Configuration;

/// <summary>Base of options that stand under a name.</summary>
public abstract class NamedOptions
{
    /// <summary>The name they stand under; no setting of its own.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "";

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}
