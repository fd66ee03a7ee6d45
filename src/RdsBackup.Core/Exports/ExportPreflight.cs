using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;

namespace RdsBackup.Exports;

/// <summary>
/// What is known beforehand to make an export fail, all of it at once. Pure: asks nobody. Sources: "Exporting DB snapshot data to Amazon S3"
/// (RDS guide) and its counterpart for Aurora.
/// </summary>
internal sealed partial class ExportPreflight
{
    private const int LargestExportOnly = 200 * 1024;
    private static readonly string[] Engines = ["mysql", "mariadb", "postgres", "aurora", "aurora-mysql", "aurora-postgresql"];
    private readonly List<BackupFinding> _problems = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<BackupFinding> Problems => _problems;

    /// <summary>Adds a problem; its text is the one named Problem{code} in Messages.resx.</summary>
    public void Add(string code, params object?[] arguments) =>
        _problems.Add(new BackupFinding(code, FindingSeverity.Error, Errors.Text("Problem" + code, arguments)));

    /// <summary>Whether the source can be exported at all.</summary>
    public void CheckSource(ExportSource source)
    {
        if (source.Status != "available")
        {
            Add(ExportProblemCode.SourceNotAvailable, source.Arn, source.Status);
        }

        if (!Engines.Contains(source.Engine))
        {
            Add(ExportProblemCode.EngineNotExportable, source.Arn, source.Engine);
        }
        else if (source.StorageType == "standard" || source.EngineMode == "serverless")
        {
            Add(ExportProblemCode.StorageNotExportable, source.Arn, source.StorageType == "standard" ? "magnetic (standard)" : "Aurora Serverless v1");
        }
    }

    /// <summary>Whether what is asked for follows the rules.</summary>
    public void CheckRequest(ExportSource source, AwsExportRequest request)
    {
        if (!ExportTaskName.IsValid(request.ExportTaskId))
        {
            Add(ExportProblemCode.TaskIdInvalid, request.ExportTaskId);
        }

        if (request.Prefix?.Contains(':', StringComparison.Ordinal) == true)
        {
            Add(ExportProblemCode.PrefixInvalid, request.Prefix);
        }

        CheckRole(source, request.IamRoleArn);
        CheckKey(source, request.KmsKeyId);
        CheckExportOnly(source, request.ExportOnly);
    }

    /// <summary>Whether the tasks that there are leave room for this one.</summary>
    /// <param name="source">What is to be exported.</param>
    /// <param name="running">A task that exports it now.</param>
    /// <param name="namesake">The task that has the identifier.</param>
    public void CheckTasks(ExportSource source, AwsSnapshotExport? running, AwsSnapshotExport? namesake)
    {
        if (running is not null)
        {
            Add(ExportProblemCode.ExportRunning, source.Arn, running.ExportTaskId, running.ExportLocation);
        }

        if (namesake is not null)
        {
            Add(ExportProblemCode.TaskIdTaken, namesake.ExportTaskId, namesake.SourceArn, namesake.ExportLocation);
        }
    }

    /// <summary>Whether a text is the ARN of a role.</summary>
    public static bool IsRole(string role, [NotNullWhen(true)] out AwsArn? arn) =>
        AwsArn.TryParse(role, out arn) && arn is { Service: "iam", Region: "", ResourceType: "role" } && Account().IsMatch(arn.AccountId);

    /// <summary>Whether a text names a KMS key, and one of <paramref name="region"/> if it names the region.</summary>
    public static bool IsKey(string key, string region) => AwsArn.TryParse(key, out AwsArn? arn)
        ? arn is { Service: "kms", ResourceType: "key" or "alias" } && arn.Region == region
        : KeyName().IsMatch(key);

    private void CheckRole(ExportSource source, string role)
    {
        if (!IsRole(role, out AwsArn? arn))
        {
            Add(ExportProblemCode.RoleInvalid, role, source.AccountId ?? "111122223333");
        }
        else if (source.AccountId is { } owner && owner != arn.AccountId)
        {
            // A role of ours beside a snapshot of theirs: it is the snapshot that is out of place.
            Add(ExportProblemCode.SourceShared, source.Arn, owner, arn.AccountId);
        }
    }

    private void CheckKey(ExportSource source, string key)
    {
        if (!IsKey(key, source.Region))
        {
            Add(ExportProblemCode.KeyInvalid, key, source.Region);
        }
    }

    private void CheckExportOnly(ExportSource source, IReadOnlyList<string> exportOnly)
    {
        // Of MySQL and MariaDB a schema is a database.
        int mostParts = source.Engine.Contains("postgres", StringComparison.Ordinal) ? 3 : 2;
        foreach (string entry in exportOnly.Where(entry => !ExportOnlyEntry().IsMatch(entry) || entry.Split('.').Length > mostParts))
        {
            Add(ExportProblemCode.ExportOnlyInvalid, entry, source.Engine, mostParts == 3 ? "database.schema.table" : "database.table");
        }

        if (exportOnly.Sum(entry => Encoding.UTF8.GetByteCount(entry)) > LargestExportOnly)
        {
            Add(ExportProblemCode.ExportOnlyInvalid, $"{exportOnly[0]}, …", source.Engine, "200 KiB");
        }
    }

    [GeneratedRegex(@"^\d{12}$")]
    private static partial Regex Account();

    [GeneratedRegex("^(alias/[A-Za-z0-9/_-]+|(mrk-)?[A-Za-z0-9-]+)$")]
    private static partial Regex KeyName();

    [GeneratedRegex(@"^[A-Za-z0-9$_]+(\.[A-Za-z0-9$_]+){0,2}$")]
    private static partial Regex ExportOnlyEntry();
}
