namespace RdsBackup.Alerting;

/// <summary>Where the state of alert rules lies between runs. Several processes may use one at a time.</summary>
internal interface IAlertStateStore : IDisposable
{
    /// <summary>What is remembered; nothing, when what lies there cannot be made sense of. Changes nothing.</summary>
    /// <exception cref="RdsBackupException">AlertStateNewer, or it cannot be read.</exception>
    Task<AlertState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the state by what <paramref name="change"/> makes of it, whole or not at all. Nothing another process writes meanwhile is
    /// lost: <paramref name="change"/> is called again, with that.
    /// </summary>
    /// <exception cref="RdsBackupException">AlertStateNewer, or it cannot be read or written.</exception>
    Task UpdateAsync(Func<AlertState, AlertState> change, CancellationToken cancellationToken);
}
