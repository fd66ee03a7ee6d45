using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RdsBackup.Aliyun.Credentials;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun;

/// <summary>
/// The ApsaraDB RDS API over HTTP. Parameters, formats and limits are those of the official SDK 15.4.0
/// (npm @alicloud/rds20140815) and of the operations' pages on help.aliyun.com.
/// </summary>
public sealed class AliyunRdsClient : IAliyunRdsClient
{
    private const int PageSize = 100; // the largest that all list operations take; DescribeBackups takes only 30, 50 and 100
    private const string ToTheMinute = "yyyy-MM-dd'T'HH:mm'Z'";
    private const string ToTheSecond = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private readonly Uri _endpoint;
    private readonly HttpClient _http;
    private readonly AliyunApi _api;
    private readonly ILogger _logger;

    /// <summary>Prepares a client; sends nothing.</summary>
    /// <param name="options">Region, endpoint, credentials.</param>
    /// <exception cref="RdsBackupException">There is no region, or region, endpoint, AccessKey or profile cannot be used.</exception>
    public AliyunRdsClient(AliyunClientOptions options)
        : this(options, new AliyunRetrySettings())
    {
    }

    /// <summary>Prepares a client that is as patient as <paramref name="retry"/> says and looks for credentials in <paramref name="environment"/>.</summary>
    internal AliyunRdsClient(AliyunClientOptions options, AliyunRetrySettings retry, CredentialEnvironment? environment = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        RegionId = FindRegion(options, environment);
        _endpoint = AliyunEndpoints.Resolve(RegionId, options.Endpoint);
        _logger = OperationLogger.For(options.Log);
        _http = AliyunApi.CreateHttpClient();
        _api = new AliyunApi(_http, AliyunCredentialChain.Create(options), options.TimeProvider, _logger, retry);
    }

    /// <inheritdoc/>
    public string RegionId { get; }

    /// <summary>Where a client with these options would send its requests.</summary>
    /// <exception cref="RdsBackupException">There is no region, or region or endpoint cannot be used.</exception>
    internal static Uri EndpointOf(AliyunClientOptions options) => AliyunEndpoints.Resolve(FindRegion(options, environment: null), options.Endpoint);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AliyunRegion> DescribeRegionsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isChinese = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";
        var parameters = new Dictionary<string, string?> { ["AcceptLanguage"] = isChinese ? "zh-CN" : "en-US" };
        using JsonDocument answer = await CallAsync("DescribeRegions", null, parameters, cancellationToken);
        IEnumerable<AliyunRegion> zones = answer.RootElement.Rows("Regions", "RDSRegion").Select(AliyunRows.Region);
        foreach (AliyunRegion region in zones.DistinctBy(zone => zone.RegionId))
        {
            yield return region;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<AliyunRdsInstance> DescribeDBInstancesAsync(
        AliyunInstanceQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var parameters = new Dictionary<string, string?>
        {
            ["RegionId"] = RegionId,
            ["DBInstanceId"] = query.InstanceId,
            ["Engine"] = query.Engine,
            ["DBInstanceStatus"] = query.Status,
            ["DBInstanceType"] = query.Type,
            ["Tags"] = query.Tags is { Count: > 0 } tags ? JsonSerializer.Serialize(tags) : null,
            ["InstanceLevel"] = "1", // else Category is left out
        };
        return ListAsync(
            "DescribeDBInstances", query.InstanceId, parameters, "DBInstance",
            row => AliyunRows.Instance(row, RegionId), instance => instance.InstanceId, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<AliyunRdsInstance> DescribeDBInstanceAttributeAsync(string instanceId, CancellationToken cancellationToken)
    {
        using JsonDocument answer = await CallAsync("DescribeDBInstanceAttribute", instanceId, OfInstance(instanceId), cancellationToken);
        foreach (JsonElement row in answer.RootElement.Rows("Items", "DBInstanceAttribute"))
        {
            return AliyunRows.Instance(row, RegionId);
        }

        throw AliyunErrors.InvalidResponse(Call("DescribeDBInstanceAttribute", instanceId, []), "Items.DBInstanceAttribute is empty");
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<AliyunBackup> DescribeBackupsAsync(AliyunBackupQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        Dictionary<string, string?> parameters = OfInstance(query.InstanceId);
        if (query.BackupId is not null)
        {
            parameters["BackupId"] = query.BackupId;
        }
        else
        {
            AddWindow(parameters, query.InstanceId, query.Since, query.Before, ToTheMinute, TimeSpan.FromMinutes(1));
            parameters["BackupStatus"] = query.Status;
            parameters["BackupMode"] = query.Mode;
            parameters["BackupType"] = query.Type;
        }

        return ListAsync(
            "DescribeBackups", query.InstanceId, parameters, "Backup",
            row => AliyunRows.Backup(row, query.InstanceId, RegionId),
            backup => backup.BackupId.Length > 0 ? backup.BackupId : KeyOf(backup), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<AliyunBackupPolicy> DescribeBackupPolicyAsync(string instanceId, CancellationToken cancellationToken)
    {
        Dictionary<string, string?> parameters = OfInstance(instanceId);
        parameters["BackupPolicyMode"] = "DataBackupPolicy";
        using JsonDocument answer = await CallAsync("DescribeBackupPolicy", instanceId, parameters, cancellationToken);
        return AliyunRows.Policy(answer.RootElement);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<AliyunLogBackup> DescribeBinlogFilesAsync(
        AliyunLogBackupQuery query, CancellationToken cancellationToken) =>
        ListLogBackupsAsync("DescribeBinlogFiles", query, ToTheSecond, TimeSpan.FromSeconds(1), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<AliyunLogBackup> DescribeLogBackupFilesAsync(
        AliyunLogBackupQuery query, CancellationToken cancellationToken) =>
        ListLogBackupsAsync("DescribeLogBackupFiles", query, ToTheMinute, TimeSpan.FromMinutes(1), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string FindRegion(AliyunClientOptions options, CredentialEnvironment? environment) => options.RegionId
        ?? AliyunCredentialChain.FindRegion(options, environment)
        ?? throw Errors.Create(nameof(Messages.AliyunRegionRequired), RdsBackupErrorKind.InvalidInput);

    private static Dictionary<string, string?> OfInstance(string instanceId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        return new Dictionary<string, string?> { ["DBInstanceId"] = instanceId };
    }

    // The API takes whole units only: the window grows to the next ones, so that it loses nothing.
    private static void AddWindow(
        Dictionary<string, string?> parameters, string instanceId, DateTimeOffset since, DateTimeOffset before,
        string format, TimeSpan unit)
    {
        if (before <= since)
        {
            throw Errors.Create(
                nameof(Messages.AliyunTimeRangeInvalid), RdsBackupErrorKind.InvalidInput, instanceId, since, before);
        }

        DateTime start = since.UtcDateTime, end = before.UtcDateTime;
        start = start.AddTicks(-(start.Ticks % unit.Ticks));
        end = end.AddTicks((unit.Ticks - (end.Ticks % unit.Ticks)) % unit.Ticks);
        parameters["StartTime"] = start.ToString(format, CultureInfo.InvariantCulture);
        parameters["EndTime"] = end.ToString(format, CultureInfo.InvariantCulture);
    }

    // For rows without an id: what cannot be the same for two files.
    private static string KeyOf(AliyunBackupFile file) =>
        string.Create(CultureInfo.InvariantCulture, $"{file.HostInstanceId}|{file.FileName}|{file.StartTime:O}|{file.EndTime:O}|{file.Size}");

    private IAsyncEnumerable<AliyunLogBackup> ListLogBackupsAsync(
        string action, AliyunLogBackupQuery query, string timeFormat, TimeSpan unit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        Dictionary<string, string?> parameters = OfInstance(query.InstanceId);
        AddWindow(parameters, query.InstanceId, query.Since, query.Before, timeFormat, unit);
        return ListAsync(
            action, query.InstanceId, parameters, "BinLogFile",
            row => AliyunRows.LogBackup(row, query, RegionId), KeyOf, cancellationToken);
    }

    private async IAsyncEnumerable<T> ListAsync<T>(
        string action, string? instanceId, Dictionary<string, string?> parameters, string rowName,
        Func<JsonElement, T> read, Func<T, string> key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        async Task<AliyunPage<T>> FetchAsync(int number, CancellationToken token)
        {
            var page = new Dictionary<string, string?>(parameters)
            {
                ["PageSize"] = PageSize.ToString(CultureInfo.InvariantCulture),
                ["PageNumber"] = number.ToString(CultureInfo.InvariantCulture),
            };
            using JsonDocument answer = await CallAsync(action, instanceId, page, token);
            return new AliyunPage<T>(
                [.. answer.RootElement.Rows("Items", rowName).Select(read)], answer.RootElement.Integer("TotalRecordCount"));
        }

        Exception Stalled() => AliyunErrors.InvalidResponse(Call(action, instanceId, parameters), "the same page again and again");
        await foreach (T row in new AliyunPager<T>(FetchAsync, key, Stalled, _logger).ListAsync(cancellationToken))
        {
            yield return row;
        }
    }

    private Task<JsonDocument> CallAsync(
        string action, string? instanceId, Dictionary<string, string?> parameters, CancellationToken cancellationToken) =>
        _api.CallAsync(Call(action, instanceId, parameters), cancellationToken);

    private AliyunCall Call(string action, string? instanceId, Dictionary<string, string?> parameters) =>
        new(AliyunProduct.Rds, _endpoint, action, parameters)
        {
            Subject = instanceId,
            RegionId = RegionId,
            Resource = $"acs:rds:{RegionId}:*:dbinstance/{instanceId ?? "*"}",
        };
}
