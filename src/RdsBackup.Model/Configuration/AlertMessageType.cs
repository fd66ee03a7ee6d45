namespace RdsBackup.Configuration;

/// <summary>The shape of an alert message.</summary>
public enum AlertMessageType
{
    /// <summary>Plain text: the only shape that calls people by mobile number.</summary>
    Text,

    /// <summary>Markdown with colours.</summary>
    Markdown,

    /// <summary>Markdown with tables, for newer clients.</summary>
    MarkdownV2,

    /// <summary>Headlines with a link.</summary>
    News,

    /// <summary>A card.</summary>
    TemplateCard,
}
