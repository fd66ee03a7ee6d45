namespace RdsBackup.Runs;

/// <summary>Is told how a run gets on. Called from several threads at once.</summary>
public interface IBackupRunObserver
{
    /// <summary>A step has ended: the result of a check, a copy, an export, or the error that ended it.</summary>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="result">The object that the cmdlet for this step would write, or an <see cref="RdsBackupException"/>.</param>
    Task StepAsync(string environment, object result);

    /// <summary>An environment is done.</summary>
    Task EnvironmentAsync(RdsBackupEnvironmentResult result);

    /// <summary>The report could not be written to its file.</summary>
    Task ReportNotWrittenAsync(RdsBackupException failure);

    /// <summary>What has been done of the whole, when any of it changes.</summary>
    /// <param name="environmentsDone">Environments that are done.</param>
    /// <param name="environments">Environments in all.</param>
    /// <param name="instancesDone">Instances that are done.</param>
    void Progressed(int environmentsDone, int environments, int instancesDone);
}
