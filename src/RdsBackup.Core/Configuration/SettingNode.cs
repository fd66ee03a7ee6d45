namespace RdsBackup.Configuration;

/// <summary>A piece of a configuration as it was written, whatever the syntax.</summary>
/// <param name="Origin">Where it stands.</param>
internal abstract record SettingNode(SettingOrigin Origin);

/// <summary>Text, a number, true or false; null when it says that there is none.</summary>
internal sealed record SettingValue(string? Text, SettingOrigin Origin) : SettingNode(Origin);

/// <summary>A list.</summary>
internal sealed record SettingList(IReadOnlyList<SettingNode> Items, SettingOrigin Origin) : SettingNode(Origin);

/// <summary>Keys with what stands under them, in their order; the same key may be there twice.</summary>
internal sealed record SettingSection(IReadOnlyList<SettingMember> Members, SettingOrigin Origin) : SettingNode(Origin);

/// <summary>A key with what stands under it.</summary>
internal sealed record SettingMember(string Key, SettingOrigin Origin, SettingNode Node);
