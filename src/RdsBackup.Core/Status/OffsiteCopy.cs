namespace RdsBackup.Status;

/// <summary>What of an instance lies in S3: a verified copy, or a complete export.</summary>
/// <param name="Location">Its address.</param>
/// <param name="SourceTime">When its data was taken.</param>
/// <param name="StoredAt">When it had arrived there.</param>
internal sealed record OffsiteCopy(string Location, DateTimeOffset? SourceTime, DateTimeOffset? StoredAt);
