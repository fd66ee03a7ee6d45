using System.Globalization;
using RdsBackup.Configuration;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;
using Serilog.Parsing;

namespace RdsBackup.Diagnostics;

/// <summary>
/// The log file as one command writes it: its lines carry the command's <c>OperationId</c>. Any number of commands and processes
/// may write to the same file; each line is on disk when its call returns. Until it is opened nothing is written.
/// </summary>
public sealed class LogFile : IDisposable
{
    private const string PathVariable = "RDSBACKUP_LOG_PATH";
    private const string LevelVariable = "RDSBACKUP_LOG_LEVEL";
    private const string FormatVariable = "RDSBACKUP_LOG_FORMAT";
    private const string Line =
        "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {OperationId} {RunId} {CopyId} {Event}: {Message:l}{NewLine}";

    // Flows with the work, as the scopes of a logger do: Core's loggers find the file of the command they work for.
    private static readonly AsyncLocal<LogFile?> Attached = new();
    private readonly string _operationId = Guid.NewGuid().ToString("N");
    private LogDetail _least;
    private Logger? _logger;

    /// <summary>Whether it writes.</summary>
    public bool IsOpen => _logger is not null;

    internal static LogFile? Current => Attached.Value;

    /// <summary>What the environment says: RDSBACKUP_LOG_PATH, RDSBACKUP_LOG_LEVEL, RDSBACKUP_LOG_FORMAT; null without a path.</summary>
    /// <param name="readVariable">Reads an environment variable.</param>
    /// <exception cref="RdsBackupException">LogVariableInvalid.</exception>
    public static LoggingOptions? FromEnvironment(Func<string, string?> readVariable)
    {
        ArgumentNullException.ThrowIfNull(readVariable);
        LoggingOptions standard = new();
        return readVariable(PathVariable) is not { Length: > 0 } path ? null : new LoggingOptions
        {
            Path = path,
            Level = Parse(readVariable, LevelVariable, standard.Level),
            Format = Parse(readVariable, FormatVariable, standard.Format),
        };
    }

    /// <summary>From here on, and in all that is started from here, Core's events go to this file.</summary>
    public void Attach() => Attached.Value = this;

    /// <summary>Begins to write. The folder is made if need be. Without a path nothing happens.</summary>
    /// <param name="options">Where and how.</param>
    /// <exception cref="RdsBackupException">LogFileUnusable.</exception>
    public void Open(LoggingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Path is null)
        {
            return;
        }

        try
        {
            string path = Path.GetFullPath(options.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _least = options.Level;
            _logger = Create(options, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Errors.Create(nameof(Messages.LogFileUnusable), RdsBackupErrorKind.InvalidInput, exception, options.Path, exception.Message);
        }
    }

    /// <summary>Writes a line, redacted.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="name">The event's name: the id of its text or of its error.</param>
    /// <param name="message">The line.</param>
    public void Write(LogDetail level, string name, string message)
    {
        if (Takes(level))
        {
            Write(level, name, Redaction.Redact(message), []);
        }
    }

    /// <summary>Whether lines of a level are written at all.</summary>
    internal bool Takes(LogDetail level) => IsOpen && level >= _least;

    /// <summary>Writes a line of a level that it takes.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="line">The line, redacted.</param>
    /// <param name="properties">What was filled into it and what it belongs to; redacted here.</param>
    internal void Write(LogDetail level, string? name, string line, IEnumerable<KeyValuePair<string, object?>> properties)
    {
        string text = line.ReplaceLineEndings(" ");
        MessageTemplate template = new(text, [new TextToken(text)]);
        IEnumerable<LogEventProperty> redacted = properties
            .Append(new("OperationId", _operationId))
            .Append(new("Event", name ?? "Message"))
            .GroupBy(property => property.Key)
            .Select(same => new LogEventProperty(same.Key, ValueOf(same.Last().Value)));
        _logger!.Write(new LogEvent(DateTimeOffset.Now, LevelOf(level), exception: null, template, redacted));
    }

    /// <summary>Ends writing and lets the file go.</summary>
    public void Dispose() => _logger?.Dispose();

    private static T Parse<T>(Func<string, string?> readVariable, string name, T standard)
        where T : struct, Enum => readVariable(name) switch
        {
            null or "" => standard,
            string text when Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value) => value,
            string text => throw Errors.Create(
                nameof(Messages.LogVariableInvalid), RdsBackupErrorKind.InvalidInput, name, text, string.Join(", ", Enum.GetNames<T>())),
        };

    private static Logger Create(LoggingOptions options, string path)
    {
        LoggerConfiguration configuration = new LoggerConfiguration().MinimumLevel.Verbose();
        AddFile(configuration.WriteTo, options, path);
        foreach (LogEventLevel level in options.PerLevelFiles ? Enum.GetValues<LogEventLevel>() : [])
        {
            configuration.WriteTo.Conditional(
                happening => happening.Level == level,
                sink => AddFile(sink, options, Path.ChangeExtension(path, level.ToString().ToLowerInvariant() + Path.GetExtension(path))));
        }

        return configuration.CreateLogger();
    }

    private static void AddFile(LoggerSinkConfiguration sink, LoggingOptions options, string path)
    {
        ITextFormatter formatter = options.Format == LogFormat.Json
            ? new RenderedCompactJsonFormatter()
            : new MessageTemplateTextFormatter(Line, CultureInfo.InvariantCulture);
        sink.File(
            formatter, path, shared: true, rollingInterval: RollingInterval.Day, rollOnFileSizeLimit: true,
            fileSizeLimitBytes: options.MaxFileSize, retainedFileCountLimit: null, retainedFileTimeLimit: TimeSpan.FromDays(options.RetainedDays));
    }

    private static LogEventPropertyValue ValueOf(object? value) => value switch
    {
        null or bool or int or long or double => new ScalarValue(value),
        object?[] several => new SequenceValue(several.Select(ValueOf)),
        _ => new ScalarValue(Redaction.Redact(value.ToString() ?? "")),
    };

    // A step that is Verbose to PowerShell is information to Serilog, whose Verbose is below Debug.
    private static LogEventLevel LevelOf(LogDetail level) => level switch
    {
        LogDetail.Debug => LogEventLevel.Debug,
        LogDetail.Warning => LogEventLevel.Warning,
        LogDetail.Error => LogEventLevel.Error,
        _ => LogEventLevel.Information,
    };
}
