namespace RdsBackup.Configuration;

/// <summary>One way to people. A WeCom robot needs its webhook or its key.</summary>
public sealed class AlertChannelOptions : NamedOptions
{
    /// <summary>What it is.</summary>
    public AlertChannelType Type { get; init; }

    /// <summary>The robot's whole address as WeCom shows it; a secret, since its query holds the key.</summary>
    public SecretReference? Webhook { get; init; }

    /// <summary>The robot's key alone; a secret.</summary>
    public SecretReference? Key { get; init; }

    /// <summary>Address that messages go to instead of WeCom's own; with the key only.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Whom every message calls.</summary>
    public MentionOptions Mentions { get; init; } = new();

    /// <summary>Proxy to go through. Without it that of the environment variables.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Language of the messages: zh-CN or en-US. Without it the session's.</summary>
    public string? Language { get; init; }

    /// <summary>The shape of the messages.</summary>
    public AlertMessageType? MessageType { get; init; }

    /// <summary>Folder with templates that take the place of those of the module.</summary>
    [LocalPath]
    public string? Templates { get; init; }
}
