using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace RdsBackup.Sandbox.Demo;

/// <summary>Writes the engine's streams to the console, in colour on a terminal. Nothing in the demo asks a question.</summary>
internal sealed class ConsoleEngineUI : PSHostUserInterface
{
    private readonly ConsoleEngineRawUI _raw = new();
    private int _progressLength;

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI => _raw;

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => !Console.IsOutputRedirected;

    /// <inheritdoc/>
    public override void Write(string value)
    {
        ClearProgress();
        Console.Write(GetOutputString(value, SupportsVirtualTerminal));
    }

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    /// <inheritdoc/>
    public override void WriteLine(string value)
    {
        ClearProgress();
        Console.WriteLine(GetOutputString(value, SupportsVirtualTerminal));
    }

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => WriteColoured(ConsoleColor.Red, value);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteColoured(ConsoleColor.Yellow, $"WARNING: {message}");

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteColoured(ConsoleColor.DarkYellow, $"VERBOSE: {message}");

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteColoured(ConsoleColor.DarkYellow, $"DEBUG: {message}");

    /// <summary>One line that is written over on a terminal; nothing in a file.</summary>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (Console.IsOutputRedirected)
        {
            return;
        }

        if (record.RecordType == ProgressRecordType.Completed)
        {
            ClearProgress();
            return;
        }

        string percent = record.PercentComplete < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {record.PercentComplete,3}%");
        string line = $"  {record.Activity}:{percent} {record.StatusDescription}";
        Console.Write("\r" + line.PadRight(_progressLength));
        _progressLength = line.Length;
    }

    /// <inheritdoc/>
    public override string ReadLine() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        throw new NotSupportedException();

    private void WriteColoured(ConsoleColor colour, string value)
    {
        ClearProgress();
        if (Console.IsOutputRedirected)
        {
            Console.WriteLine(GetOutputString(value, supportsVirtualTerminal: false));
            return;
        }

        Console.ForegroundColor = colour;
        Console.WriteLine(value);
        Console.ResetColor();
    }

    private void ClearProgress()
    {
        if (_progressLength > 0)
        {
            Console.Write("\r" + new string(' ', _progressLength) + "\r");
            _progressLength = 0;
        }
    }
}
