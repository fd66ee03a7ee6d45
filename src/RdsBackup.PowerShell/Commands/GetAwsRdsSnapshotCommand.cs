using System.Management.Automation;
using RdsBackup.Aws;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Lists the snapshots of DB instances and DB clusters of Amazon RDS, page by page as they are wanted.</summary>
[Cmdlet(VerbsCommon.Get, "AwsRdsSnapshot", DefaultParameterSetName = ById)]
[OutputType(typeof(AwsRdsSnapshot))]
public sealed class GetAwsRdsSnapshotCommand : AwsRdsCommand
{
    private const string ById = "Id";
    private const string BySnapshot = "Snapshot";
    private WildcardFilter _status = null!;

    /// <summary>
    /// Instances or clusters whose snapshots to list: identifiers, ARNs, or patterns of them. Without it all are taken; snapshots outlive
    /// what they were taken of. A member of a cluster has no snapshots of its own: name its cluster.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [Alias("DBInstanceIdentifier", "DBClusterIdentifier", "ClusterId")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [InstanceIdTransformation]
    [ArgumentCompleter(typeof(AwsInstanceCompleter))]
    public string[] InstanceId { get; set; } = ["*"];

    /// <summary>
    /// Snapshots: identifiers, ARNs, or patterns of them. One that does not exist is an error. What another account shares is named by ARN.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [Alias("DBSnapshotArn", "DBClusterSnapshotArn", "DBSnapshotIdentifier", "DBClusterSnapshotIdentifier")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? SnapshotId { get; set; }

    /// <summary>Snapshots to look up again, from Get-AwsRdsSnapshot: where they lie, and by their ARNs.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = BySnapshot)]
    [ValidateNotNull]
    public AwsRdsSnapshot Snapshot { get; set; } = null!;

    /// <summary>
    /// automated, manual, shared, public or awsbackup. Without it automated and manual ones are listed. For a snapshot that is named it does
    /// not count.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnapshotTypeCompleter))]
    public string[]? Type { get; set; }

    /// <summary>Statuses to list, such as available or creating, or patterns.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AwsSnapshotStatusCompleter))]
    public string[]? Status { get; set; }

    /// <summary>
    /// Only data taken since: a date and time (local unless it says otherwise), or how long ago, such as 36h or 7d. Of a copy the time of
    /// the snapshot it was copied from counts. A copied cluster snapshot is left out: nobody tells how old its data is.
    /// </summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only data taken before, written like -Since.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Before { get; set; }

    /// <summary>
    /// Of each instance or cluster only the newest snapshot that can be used (available); with -Status the newest of that status. A copied cluster
    /// snapshot, whose age nobody tells, comes after every other.
    /// </summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    /// <summary>Lists what other accounts share with this one, too.</summary>
    [Parameter]
    public SwitchParameter IncludeShared { get; set; }

    /// <summary>Lists what is shared with everybody, too.</summary>
    [Parameter]
    public SwitchParameter IncludePublic { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _status = new WildcardFilter(Status ?? (Latest ? ["available"] : null));
        return Since >= Before
            ? throw Errors.Create(nameof(Messages.TimeRangeInvalid), RdsBackupErrorKind.InvalidInput, Since, Before)
            : base.BeginAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == BySnapshot)
        {
            await AttemptAsync(Snapshot, () => LookUpAsync(cancellationToken));
            return;
        }

        foreach (string source in InstanceId)
        {
            foreach (string snapshot in SnapshotId ?? ["*"])
            {
                await AttemptAsync(SnapshotId is null ? source : snapshot, () => SearchAsync(
                    AwsRdsName.OfInstance(source), AwsRdsName.OfSnapshot(snapshot), cancellationToken));
            }
        }
    }

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        InstanceId = InstancesOf(environment, InstanceId);
        bool selectsByPattern = ParameterSetName == ById && InstanceId.Any(WildcardPattern.ContainsWildcardCharacters)
            && (SnapshotId is null || SnapshotId.Any(WildcardPattern.ContainsWildcardCharacters));
        if (EnvironmentTags.Count > 0 && !MyInvocation.ExpectingInput && selectsByPattern)
        {
            throw Errors.Create(nameof(Messages.EnvironmentHasTags), RdsBackupErrorKind.NotSupported, environment);
        }
    }

    private async Task LookUpAsync(CancellationToken cancellationToken)
    {
        IAwsRdsClient client = await Clients.OfAsync(Snapshot.Region, name: null, cancellationToken);
        var name = AwsRdsName.OfSnapshot(Snapshot.Arn.Length > 0 ? Snapshot.Arn : Snapshot.SnapshotId);
        if (!await ListAsync(client, AwsRdsName.OfInstance("*"), name, cancellationToken))
        {
            throw Errors.Create(nameof(Messages.AwsSnapshotNotFound), RdsBackupErrorKind.NotFound, name.Text, client.Region);
        }
    }

    private Task SearchAsync(AwsRdsName source, AwsRdsName snapshot, CancellationToken cancellationToken) => snapshot.IsPattern
        ? SearchAsync(
            source,
            async client => await ListAsync(client, source, snapshot, cancellationToken) || await ExistsAsync(client, source, cancellationToken),
            regions => Errors.Create(nameof(Messages.AwsSnapshotSourceNotFound), RdsBackupErrorKind.NotFound, source.Text, regions),
            cancellationToken)
        : SearchAsync(
            snapshot,
            client => ListAsync(client, source, snapshot, cancellationToken),
            regions => Errors.Create(nameof(Messages.AwsSnapshotNotFound), RdsBackupErrorKind.NotFound, snapshot.Text, regions),
            cancellationToken);

    /// <summary>Writes the snapshots of one region; tells whether there is any, be it filtered out or not.</summary>
    private async Task<bool> ListAsync(IAwsRdsClient client, AwsRdsName source, AwsRdsName snapshot, CancellationToken cancellationToken)
    {
        bool isFound = false;
        Dictionary<(AwsRdsKind Kind, string? AccountId, string InstanceId), AwsRdsSnapshot> latest = [];
        foreach ((AwsRdsKind kind, AwsSnapshotQuery query) in Queries(source, snapshot))
        {
            await foreach (AwsRdsSnapshot row in client.FindSnapshotsAsync(kind, query, cancellationToken))
            {
                if (!source.Matches(row.InstanceId, ArnOfSource(row)) || !snapshot.Matches(row.SnapshotId, row.Arn))
                {
                    continue;
                }

                isFound = true;
                if (Passes(row))
                {
                    await WriteOrKeepAsync(row, latest);
                }
            }
        }

        foreach (AwsRdsSnapshot newest in latest.Values)
        {
            await Pipeline.WriteObjectAsync(newest);
        }

        return isFound;
    }

    private async Task WriteOrKeepAsync(
        AwsRdsSnapshot row, Dictionary<(AwsRdsKind Kind, string? AccountId, string InstanceId), AwsRdsSnapshot> latest)
    {
        (AwsRdsKind, string?, string) source = (row.Kind, row.AccountId, row.InstanceId);
        if (!Latest)
        {
            await Pipeline.WriteObjectAsync(row);
        }
        else if (!latest.TryGetValue(source, out AwsRdsSnapshot? newest) || Nullable.Compare(TakenTimeOf(row), TakenTimeOf(newest)) > 0)
        {
            latest[source] = row;
        }
    }

    private IEnumerable<(AwsRdsKind Kind, AwsSnapshotQuery Query)> Queries(AwsRdsName source, AwsRdsName snapshot)
    {
        IReadOnlyList<AwsRdsKind> kinds = KindsOf(snapshot.Kind ?? source.Kind);
        return snapshot.IsPattern
            ? kinds.SelectMany(kind => Types().Select(type => (kind, Listing(source, kind, type))))
            : kinds.Select(kind => (kind, AwsSnapshotQuery.Of(snapshot.Text)));
    }

    // Of a source that is named everything is asked for, to tell one whose snapshots are filtered out from one that has none.
    private AwsSnapshotQuery Listing(AwsRdsName source, AwsRdsKind kind, string? type) =>
        new(source.IsPattern ? null : source.Id, SnapshotType: type, IncludeShared: type is null && IncludeShared, IncludePublic: type is null && IncludePublic)
        {
            Filters = source.IsPattern ? FiltersOf(kind) : [],
        };

    // The API includes shared and public ones only where no type is given; beside one they are types of their own.
    private IReadOnlyList<string?> Types()
    {
        if (Type is null)
        {
            return [null];
        }

        IEnumerable<string> types = Type.Select(type => type.ToLowerInvariant());
        types = IncludeShared ? types.Append("shared") : types;
        types = IncludePublic ? types.Append("public") : types;
        return [.. types.Distinct(StringComparer.Ordinal)];
    }

    // A snapshot does not name its source by ARN, but lies in the same region and account.
    private static string ArnOfSource(AwsRdsSnapshot snapshot) => AwsArn.TryParse(snapshot.Arn, out AwsArn? arn)
        ? (arn with { Resource = $"{(snapshot.Kind == AwsRdsKind.Cluster ? "cluster" : "db")}:{snapshot.InstanceId}" }).ToString()
        : "";

    private bool Passes(AwsRdsSnapshot snapshot) =>
        EngineFilter.Matches(snapshot.Engine) && _status.Matches(snapshot.Status) && IsInWindow(TakenTimeOf(snapshot));

    // What cannot be dated is not known to be in a window.
    private bool IsInWindow(DateTimeOffset? taken) => (Since is null || taken >= Since) && (Before is null || taken < Before);

    // In its first seconds a snapshot has no time yet; a copied cluster snapshot never has one.
    private DateTimeOffset? TakenTimeOf(AwsRdsSnapshot snapshot) =>
        snapshot.TakenTime ?? (snapshot.SourceSnapshotId is null ? Clock.GetUtcNow() : null);

    /// <summary>Whether the region knows what has no snapshots.</summary>
    /// <exception cref="RdsBackupException">AwsSnapshotsOfCluster, AwsSnapshotsOfInstance: the snapshots are found under another name or kind.</exception>
    private async Task<bool> ExistsAsync(IAwsRdsClient client, AwsRdsName source, CancellationToken cancellationToken)
    {
        if (source.IsPattern)
        {
            return true;
        }

        IReadOnlyList<AwsRdsKind> kinds = KindsOf(source.Kind);
        foreach (AwsRdsKind kind in Enum.GetValues<AwsRdsKind>())
        {
            await foreach (AwsRdsInstance found in client.FindInstancesAsync(kind, new AwsInstanceQuery(source.Id), cancellationToken))
            {
                if (found.ClusterId is not null || !kinds.Contains(kind))
                {
                    throw Misnamed(source, found);
                }

                return true;
            }
        }

        return false;
    }

    private static RdsBackupException Misnamed(AwsRdsName source, AwsRdsInstance found) =>
        (found.Kind == AwsRdsKind.Cluster ? found.InstanceId : found.ClusterId) is { } cluster
            ? Errors.Create(nameof(Messages.AwsSnapshotsOfCluster), RdsBackupErrorKind.NotFound, source.Text, cluster)
            : Errors.Create(nameof(Messages.AwsSnapshotsOfInstance), RdsBackupErrorKind.NotFound, source.Text, found.InstanceId);
}
