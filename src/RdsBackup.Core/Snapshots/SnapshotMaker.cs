using RdsBackup.Aws;
using RdsBackup.Diagnostics;

namespace RdsBackup.Snapshots;

/// <summary>
/// Takes snapshots in one region and copies snapshots into it. The identifier makes both repeatable: what is there already, and is what was asked
/// for, is not made again.
/// </summary>
/// <param name="client">The API of the region the snapshots will lie in; stays the caller's.</param>
/// <param name="time">The clock; what a template's time is.</param>
public sealed class SnapshotMaker(IAwsRdsClient client, TimeProvider time)
{
    /// <summary>Finds out under which identifier a snapshot is to be taken, and whether it was.</summary>
    /// <param name="instance">The instance or cluster.</param>
    /// <param name="template">Template of the identifier, or the identifier itself; null takes <see cref="SnapshotName.DefaultOfSnapshot"/>.</param>
    /// <param name="tags">Tags of the snapshot.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">
    /// SnapshotOfMember, SnapshotTemplateInvalid, SnapshotIdInvalid, SnapshotIdTaken. <see cref="AwsApiException"/>: what the API answers.
    /// </exception>
    public async Task<SnapshotPlan> PlanAsync(
        AwsRdsInstance instance, string? template, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (instance is { Kind: AwsRdsKind.Instance, ClusterId: { } cluster })
        {
            throw Errors.Create(nameof(Messages.SnapshotOfMember), RdsBackupErrorKind.NotSupported, instance.InstanceId, cluster);
        }

        var name = SnapshotName.OfSnapshot(template);
        AwsSnapshotRequest request = new(name.Render(instance, time.GetUtcNow()), instance.InstanceId) { Tags = tags };
        return await PlanAsync(
            instance.Kind, request.SnapshotId,
            existing => IsOf(instance, existing) && (name.HasTime || !existing.IsUsable), // an old one under a name of one's own is another
            token => instance.Kind == AwsRdsKind.Cluster
                ? client.CreateDBClusterSnapshotAsync(request, token)
                : client.CreateDBSnapshotAsync(request, token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds out what is needed to copy a snapshot into this region, and whether it was copied.</summary>
    /// <param name="source">The snapshot: of any region, or shared by another account.</param>
    /// <param name="options">How to copy it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">
    /// SnapshotNotCopyable, SnapshotKeyRequired, SnapshotKeyElsewhere, SnapshotTemplateInvalid, SnapshotIdInvalid, SnapshotIdTaken.
    /// <see cref="AwsApiException"/>: what the API answers.
    /// </exception>
    public async Task<SnapshotPlan> PlanCopyAsync(AwsRdsSnapshot source, SnapshotCopyOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        bool isElsewhere = source.Region != client.Region || source.SnapshotType is "shared" or "public";
        Check(source, options.KmsKeyId, isElsewhere);
        string id = SnapshotName.OfCopy(options.Template).Render(source);
        AwsSnapshotCopyRequest request = new(isElsewhere ? source.Arn : source.SnapshotId, id, options.KmsKeyId, options.CopyTags) { Tags = options.Tags };
        return await PlanAsync(
            source.Kind, id, existing => IsCopy(existing, source),
            token => source.Kind == AwsRdsKind.Cluster
                ? client.CopyDBClusterSnapshotAsync(request, token)
                : client.CopyDBSnapshotAsync(request, token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes what was planned.</summary>
    /// <returns>The snapshot as it is being made, or the one that is there.</returns>
    /// <exception cref="RdsBackupException"><see cref="AwsApiException"/>: what the API answers.</exception>
    public static Task<AwsRdsSnapshot> MakeAsync(SnapshotPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Existing is { } existing ? Task.FromResult(existing) : plan.Make(cancellationToken);
    }

    private async Task<SnapshotPlan> PlanAsync(
        AwsRdsKind kind, string id, Func<AwsRdsSnapshot, bool> isWanted, Func<CancellationToken, Task<AwsRdsSnapshot>> make,
        CancellationToken cancellationToken) => new(
            id, client.Region,
            await FindAsync(kind, id, isWanted, cancellationToken).ConfigureAwait(false),
            token => MakeAsync(kind, id, isWanted, make, token));

    // Another run may have been quicker.
    private async Task<AwsRdsSnapshot> MakeAsync(
        AwsRdsKind kind, string id, Func<AwsRdsSnapshot, bool> isWanted, Func<CancellationToken, Task<AwsRdsSnapshot>> make,
        CancellationToken cancellationToken)
    {
        try
        {
            return await make(cancellationToken).ConfigureAwait(false);
        }
        catch (AwsApiException taken) when (taken.Kind == RdsBackupErrorKind.AlreadyExists)
        {
            if (await FindAsync(kind, id, isWanted, cancellationToken).ConfigureAwait(false) is { } existing)
            {
                return existing;
            }

            throw;
        }
    }

    /// <exception cref="RdsBackupException">SnapshotIdTaken: what has the identifier is not what is wanted, or has failed.</exception>
    private async Task<AwsRdsSnapshot?> FindAsync(
        AwsRdsKind kind, string id, Func<AwsRdsSnapshot, bool> isWanted, CancellationToken cancellationToken)
    {
        AwsRdsSnapshot? existing = await client.FindSnapshotAsync(kind, id, cancellationToken).ConfigureAwait(false);
        return existing switch
        {
            null => null,
            { HasFailed: false } when isWanted(existing) => existing with { AlreadyPresent = true },
            _ => throw Errors.Create(
                nameof(Messages.SnapshotIdTaken), RdsBackupErrorKind.AlreadyExists, id, client.Region, existing.InstanceId, existing.Status, existing.CreateTime),
        };
    }

    private void Check(AwsRdsSnapshot source, string? key, bool isElsewhere)
    {
        if (!source.IsUsable)
        {
            throw Errors.Create(nameof(Messages.SnapshotNotCopyable), RdsBackupErrorKind.NotSupported, source.SnapshotId, source.Status);
        }

        if (isElsewhere && source.Encrypted == true && key is null)
        {
            throw Errors.Create(nameof(Messages.SnapshotKeyRequired), RdsBackupErrorKind.InvalidInput, source.SnapshotId, source.Arn, client.Region);
        }

        if (AwsArn.TryParse(key, out AwsArn? arn) && arn.Region != client.Region)
        {
            throw Errors.Create(nameof(Messages.SnapshotKeyElsewhere), RdsBackupErrorKind.InvalidInput, key, arn.Region, client.Region);
        }
    }

    private static bool IsOf(AwsRdsInstance instance, AwsRdsSnapshot snapshot) =>
        snapshot.InstanceId == instance.InstanceId && (snapshot.ResourceId is null || instance.ResourceId is null || snapshot.ResourceId == instance.ResourceId);

    // Where the API does not name what a copy was made of, its data tells: copying keeps when it was taken.
    private static bool IsCopy(AwsRdsSnapshot existing, AwsRdsSnapshot source) => existing.SourceSnapshotId is { } from
        ? from == source.Arn || from == source.SnapshotId
        : existing.InstanceId == source.InstanceId && existing.ResourceId == source.ResourceId && existing.SnapshotId != source.SnapshotId
            && (existing.OriginalCreateTime is null || existing.OriginalCreateTime == source.OriginalCreateTime);
}
