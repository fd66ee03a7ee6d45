namespace RdsBackup.Alerting;

/// <summary>What a channel is to tell at one time, before it has a shape.</summary>
public sealed record AlertReport
{
    /// <summary>Its headline; null for one that counts what it tells.</summary>
    public string? Title { get; init; }

    /// <summary>Text that somebody wrote, markup and all; null tells <see cref="Items"/>.</summary>
    public string? Content { get; init; }

    /// <summary>What it tells, in its order.</summary>
    public IReadOnlyList<AlertItem> Items { get; init; } = [];

    /// <summary>Whom it calls.</summary>
    public AlertMentions Mentions { get; init; } = AlertMentions.None;

    /// <summary>A page to open; null takes that of the first item that has one.</summary>
    public Uri? Url { get; init; }

    /// <summary>Language of the text around what it tells: zh-CN or en-US; null takes the channel's, or else the session's.</summary>
    public string? Language { get; init; }

    /// <summary>Of what rules tell.</summary>
    public static AlertReport Of(AlertMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new AlertReport { Items = [.. message.Notices.Select(AlertItem.Of)], Mentions = message.Mentions };
    }
}
