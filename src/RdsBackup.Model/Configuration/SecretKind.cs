namespace RdsBackup.Configuration;

/// <summary>Where a secret is kept.</summary>
public enum SecretKind
{
    /// <summary>In an environment variable: <c>${env:NAME}</c>.</summary>
    EnvironmentVariable,

    /// <summary>In a file, whose last line break does not count: <c>${file:PATH}</c>.</summary>
    File,

    /// <summary>In a vault of SecretManagement: <c>${secret:NAME}</c>.</summary>
    Vault,
}
