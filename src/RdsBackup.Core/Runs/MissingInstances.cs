using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Runs;

/// <summary>What there is to say of instances that an environment means and that are nowhere.</summary>
internal static class MissingInstances
{
    /// <summary>RunInstanceNotFound: one that is named.</summary>
    public static RdsBackupException Error(EnvironmentOptions environment, string name) => Errors.Create(
        nameof(Messages.RunInstanceNotFound), RdsBackupErrorKind.NotFound, name, string.Join(", ", environment.Regions), environment.Name);

    /// <summary>Makes sure that an environment means anything at all.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="count">Instances that it means, be they there or not.</param>
    /// <exception cref="RdsBackupException">RunNothingFound.</exception>
    public static void ThrowIfNone(EnvironmentOptions environment, int count)
    {
        if (count == 0)
        {
            throw Errors.Create(nameof(Messages.RunNothingFound), RdsBackupErrorKind.NotFound, environment.Name);
        }
    }
}
