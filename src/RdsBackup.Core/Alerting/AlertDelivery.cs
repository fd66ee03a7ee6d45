namespace RdsBackup.Alerting;

/// <summary>What became of a message.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Message">The message.</param>
/// <param name="Error">Why it was not delivered; null when it was.</param>
internal sealed record AlertDelivery(string Channel, AlertMessage Message, Exception? Error);
