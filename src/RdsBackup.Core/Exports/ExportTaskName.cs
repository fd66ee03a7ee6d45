using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using RdsBackup.Diagnostics;

namespace RdsBackup.Exports;

/// <summary>
/// Makes identifiers of export tasks from a template. The same export always gets the same one, so that it is found again. Rules of the
/// identifier: a letter, then letters, digits and single hyphens, at most 60; they are the console's, the API's model has none.
/// </summary>
internal sealed partial class ExportTaskName
{
    /// <summary>The template used when none is given.</summary>
    public const string Default = "{snapshotId}-{hash}";

    private const int Longest = 60;
    private const int AttemptReserve = 3; // Room for "-99".
    private const int HashBytes = 4;
    private const string Hash = "hash";
    private const string SnapshotId = "snapshotId";
    private static readonly string[] Placeholders = [SnapshotId, "instanceId", "engine", "yyyy", "MM", "dd", "HH", "mm", Hash];
    private readonly string _template;
    private readonly bool _hasHash;

    /// <summary>Checks <paramref name="template"/>.</summary>
    /// <exception cref="RdsBackupException">ExportTaskTemplateInvalid: an unknown placeholder.</exception>
    public ExportTaskName(string? template)
    {
        _template = template ?? Default;
        string[] used = [.. Placeholder().Matches(_template).Select(match => match.Groups[1].Value)];
        if (used.Except(Placeholders, StringComparer.Ordinal).Any())
        {
            throw Errors.Create(
                nameof(Messages.ExportTaskTemplateInvalid), RdsBackupErrorKind.InvalidInput, _template, string.Join(", ", Placeholders.Select(name => $"{{{name}}}")));
        }

        _hasHash = used.Contains(Hash);
    }

    /// <summary>Whether the API takes <paramref name="taskId"/>.</summary>
    public static bool IsValid(string taskId) => taskId.Length <= Longest && Identifier().IsMatch(taskId);

    /// <summary>The identifier of the <paramref name="attempt"/>th task of the same name: each can be used once, also by a task that failed.</summary>
    public static string Numbered(string name, int attempt) =>
        attempt == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{attempt}");

    /// <summary>
    /// The name of an export's tasks. It may still break the rules where the template itself does; with {hash}, which keeps apart what a
    /// shorter snapshotId no longer does, it is never too long for its own sake.
    /// </summary>
    /// <param name="source">What is exported.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">Prefix within the bucket.</param>
    /// <param name="exportOnly">What of it is exported.</param>
    public string Render(ExportSource source, string bucket, string prefix, IReadOnlyList<string> exportOnly)
    {
        string hash = HashOf([source.Arn, bucket, prefix, .. exportOnly.Order(StringComparer.Ordinal)]);
        string snapshotId = Value(source.Name);
        string name = Render(source, snapshotId, hash);
        int excess = name.Length - (Longest - AttemptReserve);
        return excess <= 0 || !_hasHash || excess >= snapshotId.Length ? name : Render(source, snapshotId[..^excess].TrimEnd('-'), hash);
    }

    private string Render(ExportSource source, string snapshotId, string hash) => Placeholder().Replace(_template, match => match.Groups[1].Value switch
    {
        SnapshotId => snapshotId,
        "instanceId" => Value(source.InstanceId),
        "engine" => Value(source.Engine),
        Hash => hash,
        string part => (source.TakenTime ?? DateTimeOffset.UnixEpoch).UtcDateTime.ToString(part, CultureInfo.InvariantCulture),
    });

    // rds:mydb-2026-01-02-03-04, awsbackup:job-…: what stands before the colon is the same for all.
    private static string Value(string text) => Foreign().Replace(text[(text.LastIndexOf(':') + 1)..], "-").Trim('-');

    private static string HashOf(IEnumerable<string> parts) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))), 0, HashBytes).ToLowerInvariant();

    [GeneratedRegex(@"\{([A-Za-z]*)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^[A-Za-z](-?[A-Za-z0-9])*$")]
    private static partial Regex Identifier();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Foreign();
}
