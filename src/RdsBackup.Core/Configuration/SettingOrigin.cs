namespace RdsBackup.Configuration;

/// <summary>Where a setting stands.</summary>
/// <param name="Source">Path of the file, or name of the environment variable.</param>
/// <param name="Line">Line of the file, from 1 on; null in a variable.</param>
internal sealed record SettingOrigin(string Source, int? Line)
{
    /// <summary>The folder that relative paths are meant from; null when it is the current one.</summary>
    public string? Folder => Line is null ? null : Path.GetDirectoryName(Source);

    public override string ToString() => Line is null ? Source : $"{Source}:{Line}";
}
