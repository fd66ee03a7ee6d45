namespace RdsBackup.Sandbox;

/// <summary>A binlog or log backup file of an instance.</summary>
/// <param name="Begin">LogBeginTime.</param>
/// <param name="End">LogEndTime.</param>
/// <param name="File">The file behind the links.</param>
/// <param name="HostInstanceId">The HA node that wrote it.</param>
public sealed record SandboxLogFile(DateTimeOffset Begin, DateTimeOffset End, OssObject File, string HostInstanceId)
{
    /// <summary>RemoteStatus: Completed or Uploading.</summary>
    public string RemoteStatus { get; init; } = "Completed";
}
