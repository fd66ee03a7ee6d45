using System.Collections;
using System.Management.Automation;
using RdsBackup.Aliyun;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Lists ApsaraDB RDS instances of one region, several or all.</summary>
[Cmdlet(VerbsCommon.Get, "AliyunRdsInstance")]
[OutputType(typeof(AliyunRdsInstance))]
public sealed class GetAliyunRdsInstanceCommand : AliyunConnectionCommand
{
    // Served by the central endpoint, which every account can call.
    private const string RegionThatListsRegions = "cn-hangzhou";

    private WildcardFilter _engine = null!;
    private WildcardFilter _status = null!;
    private WildcardFilter _type = null!;
    private IReadOnlyList<string>? _environmentTags;

    /// <summary>Ids of the instances, or patterns of them. An id that does not exist is an error; a pattern without match is not.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("DBInstanceId", "Id")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [InstanceIdTransformation]
    [ArgumentCompleter(typeof(AliyunInstanceCompleter))]
    public string[] InstanceId { get; set; } = ["*"];

    /// <summary>
    /// Regions to list, such as cn-hangzhou, or the hosts of their RDS APIs. A pattern takes every region of the account that matches:
    /// * means all. Without it the region of the profile or of ALIBABA_CLOUD_REGION_ID is taken.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Region")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [RegionTransformation]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[]? RegionId { get; set; }

    /// <summary>Engines to list: MySQL, SQLServer, PostgreSQL, MariaDB, or patterns.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EngineCompleter))]
    public string[]? Engine { get; set; }

    /// <summary>Statuses to list, such as Running, or patterns.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InstanceStatusCompleter))]
    public string[]? Status { get; set; }

    /// <summary>Types to list: Primary, Readonly, Guard, Temp, or patterns.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InstanceTypeCompleter))]
    public string[]? Type { get; set; }

    /// <summary>Tags that an instance must have, all of them; at most five.</summary>
    [Parameter]
    [ValidateNotNull]
    [ValidateCount(1, 5)]
    public Hashtable? Tag { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _engine = new WildcardFilter(Engine);
        _status = new WildcardFilter(Status);
        _type = new WildcardFilter(Type);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string?> regions = await RegionsAsync(cancellationToken);
        foreach (string pattern in InstanceId)
        {
            await ListAsync(pattern, regions, cancellationToken);
        }
    }

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        InstanceId = InstancesOf(environment, InstanceId);
        RegionId ??= environment.Regions is { Count: > 0 } regions ? [.. regions] : null;
        _environmentTags = environment.Tags;
    }

    private async Task ListAsync(string pattern, IReadOnlyList<string?> regions, CancellationToken cancellationToken)
    {
        int without = 0;
        foreach (string? region in regions)
        {
            await AttemptAsync(pattern, async () =>
            {
                if (!await ListAsync(pattern, Clients.Of(region), cancellationToken))
                {
                    without++;
                }
            });
        }

        if (without == regions.Count && !WildcardPattern.ContainsWildcardCharacters(pattern))
        {
            string places = string.Join(", ", regions.Select(region => Clients.Of(region).RegionId));
            RdsBackupException missing = Errors.Create(nameof(Messages.AliyunInstanceNotFound), RdsBackupErrorKind.NotFound, pattern, places);
            await Pipeline.WriteErrorAsync(ErrorRecords.Create(missing, pattern));
        }
    }

    /// <summary>Writes the instances of one region; tells whether it knows the name, if <paramref name="pattern"/> is one.</summary>
    private Task<bool> ListAsync(string pattern, IAliyunRdsClient client, CancellationToken cancellationToken) =>
        WildcardPattern.ContainsWildcardCharacters(pattern)
            ? ListMatchesAsync(pattern, client, cancellationToken)
            : FindAsync(pattern, client, cancellationToken);

    private async Task<bool> ListMatchesAsync(string pattern, IAliyunRdsClient client, CancellationToken cancellationToken)
    {
        var query = new AliyunInstanceQuery(
            InstanceId: null, _engine.Literal(Known.Engines), _status.Literal(Known.InstanceStatuses),
            _type.Literal(Known.InstanceTypes), Tag is null ? Tags.From(_environmentTags) : Tags.From(Tag));
        var name = new WildcardFilter([pattern]);
        await foreach (AliyunRdsInstance instance in client.DescribeDBInstancesAsync(query, cancellationToken))
        {
            if (name.Matches(instance.InstanceId))
            {
                await WriteAsync(instance);
            }
        }

        return true;
    }

    // What is named is asked for without filters, to tell an instance that is filtered out from one that is not there. An instance does not tell
    // its tags: whether it has them only the API can say.
    private async Task<bool> FindAsync(string instanceId, IAliyunRdsClient client, CancellationToken cancellationToken)
    {
        if (await FindAsync(new AliyunInstanceQuery(instanceId), client, cancellationToken) is not { } instance)
        {
            return false;
        }

        if (Tag is null || await FindAsync(new AliyunInstanceQuery(instanceId, Tags: Tags.From(Tag)), client, cancellationToken) is not null)
        {
            await WriteAsync(instance);
        }

        return true;
    }

    private static async Task<AliyunRdsInstance?> FindAsync(AliyunInstanceQuery query, IAliyunRdsClient client, CancellationToken cancellationToken)
    {
        await foreach (AliyunRdsInstance instance in client.DescribeDBInstancesAsync(query, cancellationToken).EmptyWhenNotFoundAsync())
        {
            if (instance.InstanceId.Equals(query.InstanceId, StringComparison.OrdinalIgnoreCase))
            {
                return instance;
            }
        }

        return null;
    }

    private async Task WriteAsync(AliyunRdsInstance instance)
    {
        if (_engine.Matches(instance.Engine) && _status.Matches(instance.Status) && _type.Matches(instance.Type))
        {
            await Pipeline.WriteObjectAsync(instance);
        }
    }

    private async Task<IReadOnlyList<string?>> RegionsAsync(CancellationToken cancellationToken)
    {
        if (RegionId is null)
        {
            return [null];
        }

        if (!RegionId.Any(WildcardPattern.ContainsWildcardCharacters))
        {
            return RegionId;
        }

        var filter = new WildcardFilter(RegionId);
        List<string?> regions = [];
        await foreach (AliyunRegion region in Clients.Of(RegionThatListsRegions).DescribeRegionsAsync(cancellationToken))
        {
            if (filter.Matches(region.RegionId))
            {
                regions.Add(region.RegionId);
            }
        }

        return regions;
    }
}
