using System.Collections.Concurrent;

namespace RdsBackup.Sandbox;

/// <summary>What a robot remembers: when it sent, and the files it was given.</summary>
internal sealed class WeComRobotState
{
    public List<DateTimeOffset> Sent { get; } = [];

    public ConcurrentDictionary<string, WeComMedia> Media { get; } = new(StringComparer.Ordinal);
}

/// <summary>A file that was uploaded; it belongs to one robot.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Expires">When its id stops working.</param>
internal sealed record WeComMedia(string Name, byte[] Content, DateTimeOffset Expires);
