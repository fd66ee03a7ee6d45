namespace RdsBackup.Sandbox;

/// <summary>A message that a robot took.</summary>
/// <param name="Key">The robot's key.</param>
/// <param name="Type">Its msgtype.</param>
/// <param name="Body">The JSON it came as.</param>
/// <param name="Text">What it says: the content of a text or of markdown, otherwise what a person reads of it.</param>
/// <param name="Rendered">How it would look to the group, with words for colours.</param>
/// <param name="Mentions">Users and mobile numbers it calls.</param>
/// <param name="File">Bytes of the file; null when it is none.</param>
/// <param name="Time">When it was taken, by the sandbox's clock.</param>
public sealed record WeComReceived(
    string Key, string Type, string Body, string Text, string Rendered, IReadOnlyList<string> Mentions, ReadOnlyMemory<byte>? File, DateTimeOffset Time);
