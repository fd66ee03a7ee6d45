using Microsoft.Extensions.Logging;
using RdsBackup.Configuration;

namespace RdsBackup.Diagnostics;

/// <summary>Turns what Core logs into lines for an <see cref="OperationLog"/> and the command's <see cref="LogFile"/>, every one redacted.</summary>
internal sealed class OperationLogger(OperationLog? log) : ILogger
{
    private const string Format = "{OriginalFormat}";

    // One for all: the parts of a copy log through loggers of their own, and all their lines belong to the copy.
    private static readonly LoggerExternalScopeProvider Scopes = new();

    /// <summary>The logger over <paramref name="log"/>; without one it writes to the command's file only.</summary>
    public static ILogger For(OperationLog? log) => new OperationLogger(log);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => Scopes.Push(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        LogFile? file = LogFile.Current is { } current && current.Takes(Detail(logLevel)) ? current : null;
        if (!IsEnabled(logLevel) || (file is null && log is null))
        {
            return;
        }

        string line = formatter(state, exception);
        line = Redaction.Redact(exception is null ? line : $"{line} ({exception.Message})");
        file?.Write(Detail(logLevel), eventId.Name, line, Properties(state));
        log?.Invoke(Level(logLevel), line);
    }

    private static List<KeyValuePair<string, object?>> Properties<TState>(TState state)
    {
        List<KeyValuePair<string, object?>> properties = [];
        Scopes.ForEachScope(
            (scope, all) =>
            {
                if (scope is KeyValuePair<string, object?> property)
                {
                    all.Add(property);
                }
            },
            properties);
        properties.AddRange((state as IEnumerable<KeyValuePair<string, object?>> ?? []).Where(property => property.Key != Format));
        return properties;
    }

    private static LogDetail Detail(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => LogDetail.Debug,
        LogLevel.Information => LogDetail.Verbose,
        LogLevel.Warning => LogDetail.Warning,
        _ => LogDetail.Error,
    };

    private static OperationLogLevel Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => OperationLogLevel.Debug,
        LogLevel.Information => OperationLogLevel.Verbose,
        _ => OperationLogLevel.Warning,
    };
}
