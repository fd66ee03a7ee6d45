using Microsoft.Extensions.Logging;

namespace RdsBackup.Diagnostics;

/// <summary>Log lines for people, in their language.</summary>
internal static class LoggerTexts
{
    /// <summary>Logs the text <paramref name="id"/> of <c>Resources/Messages.resx</c>, filled in.</summary>
    public static void LogText(this ILogger logger, LogLevel level, string id, params object?[] arguments) =>
        logger.Log(level, "{Message}", Errors.Text(id, arguments));
}
