using RdsBackup.Diagnostics;

namespace RdsBackup.Configuration;

/// <summary>Fetches secrets when they are needed, and keeps none.</summary>
/// <param name="vault">Holds the secrets called <c>${secret:NAME}</c>.</param>
/// <param name="readVariable">Reads an environment variable; null reads those of the process.</param>
public sealed class SecretResolver(ISecretSource vault, Func<string, string?>? readVariable = null)
{
    private readonly Func<string, string?> _readVariable = readVariable ?? Environment.GetEnvironmentVariable;

    /// <summary>The secret that <paramref name="reference"/> stands for.</summary>
    /// <exception cref="RdsBackupException">
    /// SecretVariableUnset, SecretFileUnreadable, SecretEmpty, SecretNotFound, or what the vault throws: each names the reference, never the secret.
    /// </exception>
    public async Task<string> ResolveAsync(SecretReference reference, CancellationToken cancellationToken)
    {
        string secret = reference.Kind switch
        {
            SecretKind.EnvironmentVariable => _readVariable(reference.Name)
                ?? throw Errors.Create(nameof(Messages.SecretVariableUnset), RdsBackupErrorKind.NotFound, reference, reference.Name),
            SecretKind.File => await ReadFileAsync(reference, cancellationToken).ConfigureAwait(false),
            _ => await vault.FindAsync(reference.Name, cancellationToken).ConfigureAwait(false)
                ?? throw Errors.Create(nameof(Messages.SecretNotFound), RdsBackupErrorKind.NotFound, reference, reference.Name),
        };
        return string.IsNullOrWhiteSpace(secret)
            ? throw Errors.Create(nameof(Messages.SecretEmpty), RdsBackupErrorKind.InvalidInput, reference)
            : secret;
    }

    /// <summary>Fetches every secret that a configuration names, and says which cannot be had.</summary>
    public async Task<IReadOnlyList<ConfigurationFinding>> TryAllAsync(RdsBackupConfiguration configuration, CancellationToken cancellationToken)
    {
        List<ConfigurationFinding> findings = [];
        foreach (ConfigurationSetting setting in configuration.Settings)
        {
            if (!SecretReference.TryParse(setting.Value, out SecretReference? reference))
            {
                continue;
            }

            try
            {
                await ResolveAsync(reference, cancellationToken).ConfigureAwait(false);
            }
            catch (RdsBackupException failure)
            {
                findings.Add(ConfigurationFinding.Of(failure) with { Key = setting.Key, Source = setting.Source, Line = setting.Line });
            }
        }

        return findings;
    }

    private static async Task<string> ReadFileAsync(SecretReference reference, CancellationToken cancellationToken)
    {
        try
        {
            return (await File.ReadAllTextAsync(reference.Name, cancellationToken).ConfigureAwait(false)).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.Create(nameof(Messages.SecretFileUnreadable), RdsBackupErrorKind.NotFound, exception, reference, exception.Message);
        }
    }
}
