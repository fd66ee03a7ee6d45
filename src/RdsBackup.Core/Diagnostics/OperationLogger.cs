using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace RdsBackup.Diagnostics;

/// <summary>Turns what Core logs into lines for an <see cref="OperationLog"/>, every one redacted.</summary>
internal sealed class OperationLogger(OperationLog log) : ILogger
{
    /// <summary>The logger over <paramref name="log"/>, or one that drops everything.</summary>
    public static ILogger For(OperationLog? log) => log is null ? NullLogger.Instance : new OperationLogger(log);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            string line = formatter(state, exception);
            log(Level(logLevel), Redaction.Redact(exception is null ? line : $"{line} ({exception.Message})"));
        }
    }

    private static OperationLogLevel Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => OperationLogLevel.Debug,
        LogLevel.Information => OperationLogLevel.Verbose,
        _ => OperationLogLevel.Warning,
    };
}
