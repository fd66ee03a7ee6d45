namespace RdsBackup.Exports;

/// <summary>Is told how exports get on.</summary>
public interface IExportObserver
{
    /// <summary>A task has been looked at and goes on.</summary>
    /// <param name="task">As it is now.</param>
    void Advanced(AwsSnapshotExport task);

    /// <summary>A task is no longer followed. Each task ends once.</summary>
    /// <param name="task">As it was seen last.</param>
    /// <param name="failure">
    /// Null when it is complete. Otherwise what <see cref="ExportFailures"/> says, or why it is no longer followed: ExportWaitTimeout, ExportLost, or
    /// what the API answers.
    /// </param>
    Task EndedAsync(AwsSnapshotExport task, RdsBackupException? failure);
}
