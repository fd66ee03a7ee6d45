using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>The operations on export tasks.</summary>
internal sealed partial class AwsRdsExportOperations(AwsRdsAccount account, AwsRdsDescribeOperations describe, TimeProvider time)
{
    private const int LongestId = 60;
    private const int LargestExportOnly = 200 * 1024;
    private static readonly string[] Statuses = ["canceled", "canceling", "complete", "failed", "in_progress", "starting"];
    private static readonly string[] Engines = ["mysql", "mariadb", "postgres", "aurora", "aurora-mysql", "aurora-postgresql"];

    public async Task<XElement> StartExportTaskAsync(AwsQueryCall call, CancellationToken cancellationToken)
    {
        string id = call.NewIdentifier("ExportTaskIdentifier", LongestId);
        string bucket = call.Required("S3BucketName");
        string roleArn = call.Required("IamRoleArn");
        string keyName = call.Required("KmsKeyId");
        Source source = SourceOf(call, call.Required("SourceArn"));
        if (account.FindExport(call.Region, id) is not null)
        {
            throw AlreadyExists(id);
        }

        account.Authorize("iam:PassRole", roleArn);
        AwsRole role = RoleOf(roleArn);
        AwsKmsKey key = account.FindKey(call.Region, keyName)
            ?? throw new RefusedException(400, "KMSKeyNotAccessibleFault", $"The specified KMS key [{keyName}] does not exist, is not enabled or you do not have permissions to access it.");
        CheckBucket(call, bucket);
        AwsExportRequest request = new()
        {
            Id = id,
            Region = call.Region,
            SourceArn = source.Arn,
            Bucket = bucket,
            Prefix = PrefixOf(call),
            RoleArn = role.Arn,
            KmsKeyArn = key.Arn,
            ExportOnly = ExportOnlyOf(call, source.Plan),
            SnapshotTime = source.Time,
            SizeInGB = source.SizeInGB,
            Plan = source.Plan with { FailureCause = source.Plan.FailureCause ?? role.FailureCause ?? key.FailureCause },
        };
        CheckRunning(source);
        return call.Result(AwsRdsXml.Export(await StartAsync(request, cancellationToken)));
    }

    public XElement DescribeExportTasks(AwsQueryCall call)
    {
        AwsFilters filters = new(call, "export-task-identifier", "s3-bucket", "source-arn", "status");
        if (filters["status"].Except(Statuses).FirstOrDefault() is { } unknown)
        {
            throw AwsQueryCall.Invalid($"Unrecognized status: {unknown}");
        }

        string? type = call["SourceType"];
        string? source = call["SourceArn"];
        IEnumerable<AwsExportTask> rows = call["ExportTaskIdentifier"] is { } id
            ? [Find(call, id)]
            : account.Exports.Where(task => task.Request.Region == call.Region);
        return call.Page("ExportTasks", rows.Where(IsWanted), task => new XElement("ExportTask", AwsRdsXml.Export(task)));

        bool IsWanted(AwsExportTask task) =>
            (source is null || task.Request.SourceArn == source)
            && (type is null || type == (AwsArn.Parse(task.Request.SourceArn)?.Kind == "cluster" ? "CLUSTER" : "SNAPSHOT"))
            && filters.Allows("export-task-identifier", task.Request.Id) && filters.Allows("s3-bucket", task.Request.Bucket)
            && filters.Allows("source-arn", task.Request.SourceArn) && filters.Allows("status", task.Status.ToLowerInvariant());
    }

    public XElement CancelExportTask(AwsQueryCall call)
    {
        AwsExportTask task = Find(call, call.Required("ExportTaskIdentifier"));
        task.Cancel();
        return call.Result(AwsRdsXml.Export(task));
    }

    private AwsExportTask Find(AwsQueryCall call, string id) =>
        account.FindExport(call.Region, id) ?? throw new RefusedException(404, "ExportTaskNotFound", $"The export task {id} could not be found.");

    // Two calls with one identifier may come here together.
    private async Task<AwsExportTask> StartAsync(AwsExportRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await account.AddExportAsync(request, cancellationToken);
        }
        catch (ArgumentException)
        {
            throw AlreadyExists(request.Id);
        }
    }

    private Source SourceOf(AwsQueryCall call, string text)
    {
        AwsArn? arn = AwsArn.Parse(text);
        Source source = arn?.Kind switch
        {
            "snapshot" or "cluster-snapshot" => SourceOf(describe.FindSnapshot(call, text, arn.Kind == "cluster-snapshot")),
            "cluster" => SourceOf(describe.FindCluster(call, text)),
            _ => throw AwsQueryCall.Invalid($"Invalid source ARN: {text}"),
        };
        return source.Problem is null ? source : throw new RefusedException(400, "InvalidExportSourceState", source.Problem);
    }

    private Source SourceOf(AwsDbSnapshot snapshot) => new(snapshot.Arn, snapshot.Created, snapshot.AllocatedStorage, snapshot.Export)
    {
        Problem = !snapshot.IsOwn ? $"The snapshot {snapshot.Arn} is shared by another account; copy it first."
            : snapshot.StatusAt(time.GetUtcNow()) is not "available" and var status ? $"The snapshot {snapshot.Id} is {status}, not available."
            : ProblemOf(snapshot.Engine, snapshot.StorageType),
    };

    private Source SourceOf(AwsDbCluster cluster) => new(cluster.Arn, time.GetUtcNow(), 1, cluster.Export)
    {
        Problem = cluster.Status != "available" ? $"The cluster {cluster.Id} is {cluster.Status}, not available."
            : cluster.EngineMode == "serverless" ? "Exports of Aurora Serverless v1 are not supported."
            : ProblemOf(cluster.Engine, "aurora"),
    };

    private static string? ProblemOf(string engine, string storageType) =>
        !Engines.Contains(engine) ? $"Exports of the engine {engine} are not supported."
        : storageType == "standard" ? "Exports from magnetic storage are not supported."
        : null;

    private AwsRole RoleOf(string arn)
    {
        AwsRole role = account.FindRole(arn) ?? throw new RefusedException(404, "IamRoleNotFound", $"The IAM role {arn} could not be found.");
        return role.HasPermissions ? role : throw new RefusedException(400, "IamRoleMissingPermissions", $"The IAM role {arn} is missing permissions on the S3 bucket.");
    }

    private void CheckBucket(AwsQueryCall call, string bucket)
    {
        if (account.S3.Find(bucket)?.Options.Region != call.Region)
        {
            throw new RefusedException(400, "InvalidS3BucketFault", $"The S3 bucket {bucket} doesn't exist or isn't in the region {call.Region}.");
        }
    }

    // RDS puts an underscore in place of what keys should not have.
    private static string PrefixOf(AwsQueryCall call)
    {
        string prefix = call["S3Prefix"] ?? "";
        return prefix.Contains(':') ? throw AwsQueryCall.Invalid("The S3 prefix can't contain a colon.") : ReservedInPrefix().Replace(prefix, "_");
    }

    private static List<string> ExportOnlyOf(AwsQueryCall call, AwsExportPlan plan)
    {
        List<string> entries = call.List("ExportOnly", "member");
        if (entries.Sum(Encoding.UTF8.GetByteCount) > LargestExportOnly)
        {
            throw new RefusedException(400, "InvalidExportOnly", "The list of ExportOnly is larger than 200 KB.");
        }

        return entries.Find(entry => !ExportOnlyPattern().IsMatch(entry) || !plan.Tables.Any(table => table.IsNamed(entry))) is { } wrong
            ? throw new RefusedException(400, "InvalidExportOnly", $"The export is invalid: '{wrong}' is no database, schema or table of the source.")
            : entries;
    }

    private void CheckRunning(Source source)
    {
        List<AwsExportTask> running = [.. account.Exports.Where(task => task.IsRunning)];
        if (running.Exists(task => task.Request.SourceArn == source.Arn))
        {
            throw new RefusedException(400, "InvalidExportSourceState", $"{source.Arn} is being exported already.");
        }

        if (running.Count >= account.ExportLimit)
        {
            throw new RefusedException(400, "ExportTaskLimitReachedFault", $"You have reached the limit of {account.ExportLimit} export tasks in progress.");
        }
    }

    private static RefusedException AlreadyExists(string id) => new(400, "ExportTaskAlreadyExists", $"An export task with the identifier {id} already exists.");

    private sealed record Source(string Arn, DateTimeOffset Time, int SizeInGB, AwsExportPlan Plan)
    {
        public string? Problem { get; init; }
    }

    [GeneratedRegex(@"[\\`"" ]")]
    private static partial Regex ReservedInPrefix();

    [GeneratedRegex(@"^[A-Za-z0-9$_]+(\.[A-Za-z0-9$_]+){0,2}$")]
    private static partial Regex ExportOnlyPattern();
}
