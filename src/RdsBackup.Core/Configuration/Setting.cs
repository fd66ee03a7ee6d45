namespace RdsBackup.Configuration;

/// <summary>A setting of one layer.</summary>
/// <param name="Path">Its path, such as environments:prod:regions:0.</param>
/// <param name="Value">Its value, as the binder reads it; null for a section or a list.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record Setting(string Path, string? Value, SettingOrigin Origin);
