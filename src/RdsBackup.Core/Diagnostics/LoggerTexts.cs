using Microsoft.Extensions.Logging;

namespace RdsBackup.Diagnostics;

/// <summary>Log lines for people, in their language.</summary>
internal static class LoggerTexts
{
    /// <summary>Logs the text <paramref name="id"/> of <c>Resources/Messages.resx</c>, filled in; the event has the text's name.</summary>
    public static void LogText(this ILogger logger, LogLevel level, string id, params object?[] arguments) => logger.Log(
        level, new EventId(0, id), new KeyValuePair<string, object?>[] { new("Arguments", arguments) }, null, (_, _) => Errors.Text(id, arguments));
}
