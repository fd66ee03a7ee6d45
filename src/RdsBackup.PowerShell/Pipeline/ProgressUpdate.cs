namespace RdsBackup.PowerShell;

/// <summary>What a progress bar shows.</summary>
/// <param name="Status">What is being done.</param>
/// <param name="Percent">0 to 100, or -1 when the end is not known.</param>
/// <param name="Remaining">Time left, if it can be told.</param>
internal sealed record ProgressUpdate(string Status, int Percent = -1, TimeSpan? Remaining = null);
