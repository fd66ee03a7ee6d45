using RdsBackup.Configuration;

namespace RdsBackup;

/// <summary>What was sent to a group robot of WeCom.</summary>
public sealed record WeComAlertResult
{
    /// <summary>Name of the channel; of a robot that was given by its address, its masked key.</summary>
    public required string Channel { get; init; }

    /// <summary>The shape of the messages; null of a file.</summary>
    public AlertMessageType? MessageType { get; init; }

    /// <summary>How many messages it took; a robot takes 20 a minute.</summary>
    public int Messages { get; init; }

    /// <summary>How many objects were told.</summary>
    public int Items { get; init; }

    /// <summary>Bytes of their contents.</summary>
    public long Bytes { get; init; }

    /// <summary>When the robot had taken all of it (UTC).</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>Channel and number of messages.</summary>
    public override string ToString() => $"{Channel}: {Messages}";
}
