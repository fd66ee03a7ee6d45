using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;

namespace RdsBackup.Exports;

/// <summary>
/// Makes identifiers of export tasks from a template. The same export always gets the same one, so that it is found again. Rules of the
/// identifier: a letter, then letters, digits and single hyphens, at most 60; they are the console's, the API's model has none.
/// </summary>
internal sealed class ExportTaskName
{
    /// <summary>The template used when none is given.</summary>
    public const string Default = "{snapshotId}-{hash}";

    private const int Longest = 60;
    private const int AttemptReserve = 3; // Room for "-99".
    private const int HashBytes = 4;
    private const string Hash = "hash";
    private const string SnapshotId = "snapshotId";
    private const string InstanceId = "instanceId";
    private const string Engine = "engine";
    private readonly IdentifierTemplate _template;

    /// <summary>Checks <paramref name="template"/>.</summary>
    /// <exception cref="RdsBackupException">ExportTaskTemplateInvalid: an unknown placeholder; <see cref="Errors"/> has its text.</exception>
    public ExportTaskName(string? template) =>
        _template = new IdentifierTemplate(template ?? Default, nameof(Messages.ExportTaskTemplateInvalid), SnapshotId, InstanceId, Engine, Hash);

    /// <summary>Whether the API takes <paramref name="taskId"/>.</summary>
    public static bool IsValid(string taskId) => IdentifierTemplate.IsValid(taskId, Longest);

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
        string snapshotId = IdentifierTemplate.Part(source.Name);
        string name = Render(source, snapshotId, hash);
        int excess = name.Length - (Longest - AttemptReserve);
        return excess <= 0 || !_template.Uses(Hash) || excess >= snapshotId.Length ? name : Render(source, snapshotId[..^excess].TrimEnd('-'), hash);
    }

    private string Render(ExportSource source, string snapshotId, string hash) => _template.Render(source.Time, new Dictionary<string, string>
    {
        [SnapshotId] = snapshotId,
        [InstanceId] = IdentifierTemplate.Part(source.InstanceId),
        [Engine] = IdentifierTemplate.Part(source.Engine),
        [Hash] = hash,
    });

    private static string HashOf(IEnumerable<string> parts) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))), 0, HashBytes).ToLowerInvariant();
}
