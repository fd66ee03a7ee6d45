namespace RdsBackup.Configuration;

/// <summary>A vault that secrets are asked for by name, such as SecretManagement's.</summary>
public interface ISecretSource
{
    /// <summary>The secret; null when there is none of that name.</summary>
    /// <exception cref="RdsBackupException">The vault cannot be asked.</exception>
    Task<string?> FindAsync(string name, CancellationToken cancellationToken);
}
