namespace RdsBackup;

/// <summary>Whom a notice calls by name.</summary>
public sealed class AlertMentions
{
    /// <summary>Stands for everyone in the group.</summary>
    public const string Everyone = "@all";

    /// <summary>Nobody.</summary>
    public static AlertMentions None { get; } = new();

    /// <summary>User ids of the channel's service; <see cref="Everyone"/> calls all.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Mobile numbers, for users whose id is not known.</summary>
    public IReadOnlyList<string> Mobiles { get; init; } = [];

    /// <summary>Whether nobody is called.</summary>
    public bool IsEmpty => Users.Count == 0 && Mobiles.Count == 0;

    /// <summary>Those of both, each once.</summary>
    public AlertMentions With(AlertMentions other) =>
        new() { Users = [.. Users.Union(other.Users)], Mobiles = [.. Mobiles.Union(other.Mobiles)] };

    /// <summary>All of them, separated by commas.</summary>
    public override string ToString() => string.Join(", ", Users.Concat(Mobiles));
}
