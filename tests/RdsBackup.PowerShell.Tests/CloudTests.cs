namespace RdsBackup.PowerShell.Tests;

/// <summary>Tests that run cmdlets against an emulated cloud of their own.</summary>
public abstract class CloudTests : IAsyncLifetime
{
    private protected CloudHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await CloudHost.StartAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>One property of every object that a script writes.</summary>
    private protected IEnumerable<string?> Values(string property, string script) =>
        Host.Run(script).Select(item => item.Properties[property].Value?.ToString());
}
