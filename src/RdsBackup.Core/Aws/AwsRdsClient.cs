using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Amazon.Runtime;
using Microsoft.Extensions.Logging;
using Polly;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aws;

/// <summary>The Amazon RDS API (query protocol) on the AWS SDK's runtime. Safe for concurrent use.</summary>
public sealed class AwsRdsClient : IAwsRdsClient
{
    // The largest difference of clocks at which a signature still holds.
    private static readonly TimeSpan LargestClockSkew = TimeSpan.FromMinutes(15);

    private readonly RenewableCredentials _credentials;
    private readonly AwsRdsService _service;
    private readonly AwsRdsRows _rows;
    private readonly AwsRdsErrors _errors;
    private readonly AwsRetrySettings _retry;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private AwsRdsClient(AwsClientOptions options, AwsRetrySettings retry, AwsRdsConfig config, RenewableCredentials credentials)
    {
        Region = config.AuthenticationRegion;
        _retry = retry;
        _time = options.TimeProvider;
        _logger = OperationLogger.For(options.Log);
        _credentials = credentials;
        _service = new AwsRdsService(credentials, config, _logger, _time);
        _rows = new AwsRdsRows(Region, config.GivenEndpoint);
        _errors = new AwsRdsErrors(Region, config.Endpoint);
    }

    /// <inheritdoc/>
    public string Region { get; }

    /// <summary>Finds region and credentials; of RDS itself nothing is asked yet.</summary>
    /// <exception cref="RdsBackupException">
    /// AwsRegionRequired, AwsRegionInvalid, AwsEndpointInvalid, AwsProfileNotFound, AwsCredentialsNotFound.
    /// </exception>
    public static Task<AwsRdsClient> ConnectAsync(AwsClientOptions options, CancellationToken cancellationToken) =>
        ConnectAsync(options, new AwsRetrySettings(), () => CredentialChain.FindAsync(options), cancellationToken);

    /// <summary>Connects a client that is as patient as <paramref name="retry"/> says and gets its credentials from <paramref name="find"/>.</summary>
    internal static async Task<AwsRdsClient> ConnectAsync(
        AwsClientOptions options, AwsRetrySettings retry, Func<Task<AWSCredentials>> find, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        AwsRdsConfig config = Configure(options, retry.SdkRetries);
        RenewableCredentials credentials = await RenewableCredentials.FindAsync(find).WaitAsync(cancellationToken);
        return new AwsRdsClient(options, retry, config, credentials);
    }

    /// <summary>Where a client with these options would send its requests.</summary>
    /// <exception cref="RdsBackupException">AwsRegionRequired, AwsRegionInvalid, AwsEndpointInvalid, AwsProfileNotFound.</exception>
    internal static Uri EndpointOf(AwsClientOptions options) => Configure(options, retries: 0).Endpoint;

    /// <inheritdoc/>
    public IAsyncEnumerable<AwsRdsInstance> DescribeDBInstancesAsync(AwsInstanceQuery query, CancellationToken cancellationToken) =>
        ListInstancesAsync(query, "DBInstance", _rows.Instance, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<AwsRdsInstance> DescribeDBClustersAsync(AwsInstanceQuery query, CancellationToken cancellationToken) =>
        ListInstancesAsync(query, "DBCluster", _rows.Cluster, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<AwsRdsSnapshot> DescribeDBSnapshotsAsync(AwsSnapshotQuery query, CancellationToken cancellationToken) =>
        ListSnapshotsAsync(query, "DBInstance", "DBSnapshot", _rows.Snapshot, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<AwsRdsSnapshot> DescribeDBClusterSnapshotsAsync(AwsSnapshotQuery query, CancellationToken cancellationToken) =>
        ListSnapshotsAsync(query, "DBCluster", "DBClusterSnapshot", _rows.ClusterSnapshot, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<AwsSnapshotExport> DescribeExportTasksAsync(AwsExportQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ListAsync(
            "DescribeExportTasks",
            body => body
                .Add("ExportTaskIdentifier", query.ExportTaskId)
                .Add("SourceArn", query.SourceArn)
                .Add("SourceType", query.SourceType)
                .Add(query.Filters)
                .Add("MaxRecords", query.MaxRecords),
            "ExportTasks", _rows.Export, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AwsSnapshotExport> StartExportTaskAsync(AwsExportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        AwsQueryBody body = new AwsQueryBody("StartExportTask")
            .Add("ExportTaskIdentifier", request.ExportTaskId)
            .Add("SourceArn", request.SourceArn)
            .Add("S3BucketName", request.Bucket)
            .Add("IamRoleArn", request.IamRoleArn)
            .Add("KmsKeyId", request.KmsKeyId)
            .Add("S3Prefix", request.Prefix)
            .Add("ExportOnly", request.ExportOnly);
        return ChangeAsync(
            new AwsQueryRequest(body),
            _rows.Export,
            () => DescribeExportTasksAsync(new AwsExportQuery(request.ExportTaskId), cancellationToken),
            (export, _) => export.SourceArn == request.SourceArn && !export.IsFinished,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AwsSnapshotExport> CancelExportTaskAsync(string exportTaskId, CancellationToken cancellationToken) => ChangeAsync(
        new AwsQueryRequest(new AwsQueryBody("CancelExportTask").Add("ExportTaskIdentifier", exportTaskId)),
        _rows.Export,
        () => DescribeExportTasksAsync(new AwsExportQuery(exportTaskId), cancellationToken),
        (export, _) => export.Status.StartsWith("CANCEL", StringComparison.Ordinal),
        cancellationToken);

    /// <inheritdoc/>
    public Task<AwsRdsSnapshot> CreateDBSnapshotAsync(AwsSnapshotRequest request, CancellationToken cancellationToken) => CreateSnapshotAsync(
        request, "CreateDBSnapshot", "DBInstance", "DBSnapshot", _rows.Snapshot,
        () => DescribeDBSnapshotsAsync(new AwsSnapshotQuery(SnapshotId: request.SnapshotId), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<AwsRdsSnapshot> CreateDBClusterSnapshotAsync(AwsSnapshotRequest request, CancellationToken cancellationToken) => CreateSnapshotAsync(
        request, "CreateDBClusterSnapshot", "DBCluster", "DBClusterSnapshot", _rows.ClusterSnapshot,
        () => DescribeDBClusterSnapshotsAsync(new AwsSnapshotQuery(SnapshotId: request.SnapshotId), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<AwsRdsSnapshot> CopyDBSnapshotAsync(AwsSnapshotCopyRequest request, CancellationToken cancellationToken) => CopySnapshotAsync(
        request, "CopyDBSnapshot", "DBSnapshot", _rows.Snapshot,
        () => DescribeDBSnapshotsAsync(new AwsSnapshotQuery(SnapshotId: request.TargetSnapshotId), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<AwsRdsSnapshot> CopyDBClusterSnapshotAsync(AwsSnapshotCopyRequest request, CancellationToken cancellationToken) => CopySnapshotAsync(
        request, "CopyDBClusterSnapshot", "DBClusterSnapshot", _rows.ClusterSnapshot,
        () => DescribeDBClusterSnapshotsAsync(new AwsSnapshotQuery(SnapshotId: request.TargetSnapshotId), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> ListTagsForResourceAsync(string arn, CancellationToken cancellationToken)
    {
        AwsQueryBody body = new AwsQueryBody("ListTagsForResource").Add("ResourceName", arn);
        return (await CallAsync(new AwsQueryRequest(body), cancellationToken)).Tags();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _service.Dispose();
        _credentials.Dispose();
    }

    private static AwsRdsConfig Configure(AwsClientOptions options, int retries)
    {
        string region = AwsRegion.Find(options)
            ?? throw Errors.Create(nameof(Messages.AwsRegionRequired), RdsBackupErrorKind.InvalidInput, "Amazon RDS");
        return new AwsRdsConfig(region, options, retries);
    }

    private IAsyncEnumerable<AwsRdsInstance> ListInstancesAsync(
        AwsInstanceQuery query, string instance, Func<XElement, AwsRdsInstance> row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ListAsync(
            $"Describe{instance}s",
            body => body.Add($"{instance}Identifier", query.InstanceId).Add("MaxRecords", query.MaxRecords).Add(query.Filters),
            $"{instance}s", row, cancellationToken);
    }

    private IAsyncEnumerable<AwsRdsSnapshot> ListSnapshotsAsync(
        AwsSnapshotQuery query, string source, string snapshot, Func<XElement, AwsRdsSnapshot> row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        string? id = AwsArn.TryParse(query.SnapshotId, out AwsArn? arn) ? arn.Id : query.SnapshotId;
        bool isAutomated = id?.StartsWith("rds:", StringComparison.Ordinal) == true;
        return ListAsync(
            $"Describe{snapshot}s",
            body => body
                .Add($"{source}Identifier", query.InstanceId)
                .Add($"{snapshot}Identifier", query.SnapshotId)
                .Add("SnapshotType", query.SnapshotType ?? (isAutomated ? "automated" : null))
                .Add("IncludeShared", query.IncludeShared)
                .Add("IncludePublic", query.IncludePublic)
                .Add("MaxRecords", query.MaxRecords)
                .Add(query.Filters),
            $"{snapshot}s", row, cancellationToken);
    }

    private Task<AwsRdsSnapshot> CreateSnapshotAsync(
        AwsSnapshotRequest request, string action, string source, string snapshot, Func<XElement, AwsRdsSnapshot> row,
        Func<IAsyncEnumerable<AwsRdsSnapshot>> find, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        AwsQueryBody body = new AwsQueryBody(action)
            .Add($"{snapshot}Identifier", request.SnapshotId)
            .Add($"{source}Identifier", request.InstanceId)
            .Add(request.Tags);
        return ChangeAsync(
            new AwsQueryRequest(body), result => row(result.Child(snapshot) ?? result), find,
            (found, since) => found.InstanceId == request.InstanceId && IsNew(found, since), cancellationToken);
    }

    private Task<AwsRdsSnapshot> CopySnapshotAsync(
        AwsSnapshotCopyRequest request, string action, string snapshot, Func<XElement, AwsRdsSnapshot> row,
        Func<IAsyncEnumerable<AwsRdsSnapshot>> find, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        AwsQueryBody body = new AwsQueryBody(action)
            .Add($"Source{snapshot}Identifier", request.SourceSnapshotId)
            .Add($"Target{snapshot}Identifier", request.TargetSnapshotId)
            .Add("KmsKeyId", request.KmsKeyId)
            .Add("CopyTags", request.CopyTags)
            .Add(request.Tags);
        return ChangeAsync(
            new AwsQueryRequest(body), result => row(result.Child(snapshot) ?? result), find, IsNew, cancellationToken);
    }

    private static bool IsNew(AwsRdsSnapshot snapshot, DateTimeOffset since) => snapshot.CreateTime is null || snapshot.CreateTime >= since;

    // The identifier makes a change idempotent. When an attempt whose answer was lost had made it, the next one is refused (the name is taken,
    // the instance is busy with that very snapshot), and what there is now is what was asked for.
    private async Task<T> ChangeAsync<T>(
        AwsQueryRequest request, Func<XElement, T> read, Func<IAsyncEnumerable<T>> find, Func<T, DateTimeOffset, bool> isOurs,
        CancellationToken cancellationToken)
        where T : class
    {
        DateTimeOffset since = _time.GetUtcNow() - LargestClockSkew;
        try
        {
            return read(await CallAsync(request, cancellationToken));
        }
        catch (AwsApiException refusal) when (request.MayHaveBeenDone && refusal.HttpStatus < 500)
        {
            if (await FirstAsync(find(), found => isOurs(found, since)) is { } done)
            {
                return done;
            }

            throw;
        }
    }

    private static async Task<T?> FirstAsync<T>(IAsyncEnumerable<T> rows, Func<T, bool> isWanted)
        where T : class
    {
        try
        {
            await foreach (T row in rows)
            {
                if (isWanted(row))
                {
                    return row;
                }
            }
        }
        catch (AwsApiException)
        {
            // Not there, or not to be seen: the refusal that led here says more.
        }

        return null;
    }

    private async IAsyncEnumerable<T> ListAsync<T>(
        string action, Func<AwsQueryBody, AwsQueryBody> parameters, string list, Func<XElement, T> row,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> markers = [];
        string? marker = null;
        do
        {
            AwsQueryRequest request = new(parameters(new AwsQueryBody(action)).Add("Marker", marker));
            XElement page = await CallAsync(request, cancellationToken);
            foreach (XElement element in page.Rows(list))
            {
                yield return row(element);
            }

            marker = page.Text("Marker");
            if (marker is not null && !markers.Add(marker))
            {
                throw _errors.RepeatedPage(request);
            }
        }
        while (marker is not null);
    }

    private async Task<XElement> CallAsync(AwsQueryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await Retries(request).ExecuteAsync(
                async token => (await _credentials.UseAsync(() => _service.InvokeAsync(request, token), token)).Result, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw _errors.Translate(request, exception);
        }
    }

    private ResiliencePipeline Retries(AwsQueryRequest request)
    {
        return new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddPipeline(_retry.Throttled.Retry(exception => Is(AwsErrorClass.Throttled, exception), _time, OnRetry))
            .AddPipeline(_retry.Transient.Retry(exception => Is(AwsErrorClass.Transient, exception), _time, OnRetry))
            .AddTimeout(_retry.Timeout)
            .Build();

        bool Is(AwsErrorClass expected, Exception exception) => AwsRdsErrors.Classify(request, exception) == expected;

        void OnRetry(string cause) => _logger.LogInformation("{Action} in {Region} failed ({Cause}); trying again", request.Action, Region, cause);
    }
}
