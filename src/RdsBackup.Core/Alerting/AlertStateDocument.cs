using RdsBackup.Diagnostics;
using RdsBackup.Transfer;

namespace RdsBackup.Alerting;

/// <summary>The state of alert rules as it is written: JSON, whose schema has a version.</summary>
internal sealed record AlertStateDocument
{
    private const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Unlike that of any other writing: by it a writer whose answer was lost finds that it has succeeded.</summary>
    public required string Revision { get; init; }

    public required IReadOnlyList<AlertCause> Causes { get; init; }

    /// <summary>The state.</summary>
    public AlertState State() => new(Causes);

    /// <summary>The document of a state.</summary>
    public static AlertStateDocument Of(AlertState state) => new()
    {
        Revision = Guid.NewGuid().ToString("N"),
        Causes = [.. state.Causes.OrderBy(cause => cause.Since).ThenBy(cause => cause.Rule, StringComparer.Ordinal)
            .ThenBy(cause => cause.Cause, StringComparer.Ordinal)],
    };

    /// <summary>The text of it.</summary>
    public string Write() => CopyJson.Write(this);

    /// <summary>Reads a document; null when the text is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where it was found, for an error.</param>
    /// <exception cref="RdsBackupException">AlertStateNewer: a later version of the module wrote it.</exception>
    public static AlertStateDocument? Read(string text, string place)
    {
        int schema = CopyJson.Read<Header>(text)?.Schema ?? 0;
        if (schema > CurrentSchema)
        {
            throw Errors.Create(nameof(Messages.AlertStateNewer), RdsBackupErrorKind.NotSupported, place, schema, CurrentSchema);
        }

        return schema == CurrentSchema && CopyJson.Read<AlertStateDocument>(text) is { } document && document.IsWhole() ? document : null;
    }

    // Of a text that was written by hand even what is required may be null.
    private bool IsWhole() =>
        Causes is not null && Causes.All(cause => cause is { Rule: not null, Cause: not null, Code: not null, Told: not null } && cause.Told.Values.All(told => told is not null));

    private sealed record Header(int Schema);
}
