using System.Globalization;
using System.Management.Automation.Host;

namespace RdsBackup.Sandbox.Demo;

/// <summary>The least a PowerShell engine needs to show on this console what pwsh would show.</summary>
internal sealed class ConsoleEngineHost : PSHost
{
    private readonly ConsoleEngineUI _ui = new();

    /// <inheritdoc/>
    public override string Name => "RdsBackup demo";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ConsoleEngineHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => _ui;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode)
    {
    }

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
