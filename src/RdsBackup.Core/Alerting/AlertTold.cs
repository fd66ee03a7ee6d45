namespace RdsBackup.Alerting;

/// <summary>When a channel was last told of a cause.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Occurrence">Which occurrence of the cause that was, from 1 on.</param>
/// <param name="EscalatedAt">The occurrence at which it was last told because the cause lasts; 0 when never, null in what earlier versions wrote.</param>
internal sealed record AlertTold(DateTimeOffset At, int Occurrence, int? EscalatedAt = null);
