namespace RdsBackup.Configuration;

/// <summary>Whom a message calls by name.</summary>
public sealed class MentionOptions
{
    /// <summary>User ids; @all calls everyone in the group.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Mobile numbers, for users whose id is not known.</summary>
    public IReadOnlyList<string> Mobiles { get; init; } = [];
}
