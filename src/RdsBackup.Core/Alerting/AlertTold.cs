namespace RdsBackup.Alerting;

/// <summary>When a channel was last told of a cause.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Occurrence">Which occurrence of the cause that was, from 1 on.</param>
internal sealed record AlertTold(DateTimeOffset At, int Occurrence);
