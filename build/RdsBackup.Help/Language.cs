namespace RdsBackup.Help;

/// <summary>A language of the help. Its culture names the folder that Get-Help looks into.</summary>
internal sealed record Language(string Culture)
{
    public static Language English { get; } = new("en-US");

    public static Language Chinese { get; } = new("zh-CN");

    public static IReadOnlyList<Language> All { get; } = [English, Chinese];
}
