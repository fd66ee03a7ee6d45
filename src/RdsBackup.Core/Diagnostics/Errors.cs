using System.Globalization;

namespace RdsBackup.Diagnostics;

/// <summary>
/// Makes every error of Core. An error's id is the name of its text in <c>Resources/Messages.resx</c>; the text named
/// <c>{id}_Remedy</c>, where there is one, says what to do. Both take the same arguments, which are redacted here: much of them is what a
/// server or another library said.
/// </summary>
internal static class Errors
{
    /// <summary>Creates the error <paramref name="id"/> in the user's language.</summary>
    public static RdsBackupException Create(
        string id, RdsBackupErrorKind kind, Exception? innerException, params object?[] arguments) =>
        new(id, kind, Text(id, arguments), Remedy(id, arguments), RedactedException.Of(innerException));

    /// <summary>Creates the error <paramref name="id"/> in the user's language.</summary>
    public static RdsBackupException Create(string id, RdsBackupErrorKind kind, params object?[] arguments) =>
        Create(id, kind, null, arguments);

    /// <summary>The text named <paramref name="id"/>, filled in.</summary>
    public static string Text(string id, params object?[] arguments) =>
        Format(id, arguments) ?? throw new InvalidOperationException($"Messages.resx has no text named {id}.");

    /// <summary>What to do about the error <paramref name="id"/>, or null.</summary>
    public static string? Remedy(string id, params object?[] arguments) => Format(id + "_Remedy", arguments);

    private static string? Format(string name, object?[] arguments)
    {
        string? format = Messages.ResourceManager.GetString(name, CultureInfo.CurrentUICulture);
        return format is null ? null : string.Format(CultureInfo.InvariantCulture, format, [.. arguments.Select(Redacted)]);
    }

    private static object? Redacted(object? argument) => argument switch
    {
        string text => Redaction.Redact(text),
        Uri address => Redaction.Redact(address.OriginalString),
        _ => argument,
    };
}
