namespace RdsBackup.Configuration;

/// <summary>One setting as it is in force, and where it came from.</summary>
/// <param name="Key">The setting, such as environments:prod:destination:bucket.</param>
/// <param name="Value">Its value. Of a secret, the reference.</param>
/// <param name="Source">The file or environment variable; null for what the module itself takes when nothing is said.</param>
/// <param name="Line">Line of the file, from 1 on; null when there is none.</param>
public sealed record ConfigurationSetting(string Key, string Value, string? Source, int? Line)
{
    /// <summary>Key and value.</summary>
    public override string ToString() => $"{Key}={Value}";
}
