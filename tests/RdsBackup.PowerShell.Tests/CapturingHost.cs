using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace RdsBackup.PowerShell.Tests;

/// <summary>A console that keeps what is written on it and answers every question with <see cref="Answer"/>.</summary>
/// <param name="culture">The person's language and formats.</param>
internal sealed partial class CapturingHost(string culture) : PSHost
{
    private readonly Console _console = new();

    /// <summary>Label of the choice to take when asked, such as <c>No</c>.</summary>
    public string Answer
    {
        get => _console.Answer;
        set => _console.Answer = value;
    }

    /// <summary>Everything written so far, without colours.</summary>
    public string Text => WithoutColour(_console.Text);

    /// <summary>Everything written so far, as it was written.</summary>
    public string ColouredText => _console.Text;

    /// <summary>What is left of text when its colours are taken away.</summary>
    public static string WithoutColour(string text) => Colour().Replace(text, "");

    /// <summary>How many characters wide it is.</summary>
    public int Columns
    {
        get => _console.RawUI.BufferSize.Width;
        set => _console.RawUI.BufferSize = _console.RawUI.WindowSize = new Size(value, 50);
    }

    /// <summary>Cells that <paramref name="text"/> takes.</summary>
    public int Cells(string text) => _console.RawUI.LengthInBufferCells(text);

    public override CultureInfo CurrentCulture { get; } = CultureInfo.GetCultureInfo(culture);

    public override CultureInfo CurrentUICulture => CurrentCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Capturing";

    public override PSHostUserInterface UI => _console;

    public override Version Version { get; } = new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colour();

    private sealed class Console : PSHostUserInterface
    {
        private readonly StringBuilder _text = new();

        public string Answer { get; set; } = "Yes";

        public string Text
        {
            get
            {
                lock (_text)
                {
                    return _text.ToString();
                }
            }
        }

        public override PSHostRawUserInterface RawUI { get; } = new Screen();

        public override bool SupportsVirtualTerminal => true;

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Write($"{caption} {message}\n");
            return choices.IndexOf(choices.Single(choice => choice.Label.Replace("&", "", StringComparison.Ordinal) == Answer));
        }

        public override void Write(string value)
        {
            lock (_text)
            {
                // As the console host does: colours only where $PSStyle.OutputRendering wants them.
                _text.Append(GetOutputString(value, SupportsVirtualTerminal));
            }
        }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

        public override void WriteLine(string value) => Write(value + "\n");

        public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

        public override void WriteErrorLine(string value) => WriteLine(value);

        public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

        public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
            throw new NotSupportedException();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
            throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
            throw new NotSupportedException();

        public override string ReadLine() => throw new NotSupportedException();

        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();
    }

    private sealed class Screen : PSHostRawUserInterface
    {
        public override ConsoleColor BackgroundColor { get; set; }

        public override Size BufferSize { get; set; } = new(160, 50);

        public override Coordinates CursorPosition { get; set; }

        public override int CursorSize { get; set; } = 1;

        public override ConsoleColor ForegroundColor { get; set; }

        public override bool KeyAvailable => false;

        public override Size MaxPhysicalWindowSize => BufferSize;

        public override Size MaxWindowSize => BufferSize;

        public override Coordinates WindowPosition { get; set; }

        public override Size WindowSize { get; set; } = new(160, 50);

        public override string WindowTitle { get; set; } = "";

        // As the console host counts: characters of East Asia take two cells.
        public override int LengthInBufferCells(char source) =>
            source is (>= '\u1100' and <= '\u115F') or (>= '\u2E80' and <= '\uA4CF') or (>= '\uAC00' and <= '\uD7A3') or (>= '\uF900' and <= '\uFAFF')
                or (>= '\uFE30' and <= '\uFE6F') or (>= '\uFF00' and <= '\uFF60') or (>= '\uFFE0' and <= '\uFFE6') ? 2 : 1;

        public override int LengthInBufferCells(string source) => source.Sum(LengthInBufferCells);

        public override int LengthInBufferCells(string source, int offset) => LengthInBufferCells(source[offset..]);

        public override void FlushInputBuffer()
        {
        }

        public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException();

        public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException();

        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw new NotSupportedException();

        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw new NotSupportedException();

        public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw new NotSupportedException();
    }
}
