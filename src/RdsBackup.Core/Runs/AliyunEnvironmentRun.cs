using System.Runtime.CompilerServices;
using RdsBackup.Aliyun;
using RdsBackup.Configuration;
using RdsBackup.Retrieval;
using RdsBackup.S3;
using RdsBackup.Transfer;
using RdsBackup.Validation;

namespace RdsBackup.Runs;

/// <summary>An environment of Alibaba Cloud: of each instance the newest backup is checked, copied to S3, and the copy checked.</summary>
internal sealed class AliyunEnvironmentRun(EnvironmentOptions environment, RunContext context) : EnvironmentRun(environment, context)
{
    private const int MostCopiesAtOnce = 16; // BackupCopyOptions.CopiesAtOnce

    private readonly List<AliyunRdsClient> _clients = [];
    private readonly InstanceSelection _selection = new(environment.Instances, environment.Tags);
    private BackupCopier? _copier;
    private BackupCopyTester? _tester;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _copier?.Dispose();
        _tester?.Dispose();
        foreach (AliyunRdsClient client in _clients)
        {
            client.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override async Task RunInstancesAsync(CancellationToken cancellationToken)
    {
        S3ConnectionOptions bucket = S3ConnectionOptions.Of(Environment.Destination);
        _copier = await BackupCopier.ConnectAsync(bucket, CopyOptions(), cancellationToken).ConfigureAwait(false);
        _tester = await BackupCopyTester.ConnectAsync(
            bucket, new CopyReadOptions { TimeProvider = Context.Settings.TimeProvider, Log = Context.Settings.Log }, cancellationToken).ConfigureAwait(false);
        List<(AliyunRdsClient Client, AliyunRdsInstance Instance)> found = await FindAsync(cancellationToken).ConfigureAwait(false);
        var validators = _clients.ToDictionary(client => client, client => new AliyunBackupValidator(client, ValidationOptions()));
        await ForEachAsync(
            found, item => RunAsync(item.Client, validators[item.Client], item.Instance, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<(AliyunRdsClient Client, AliyunRdsInstance Instance)>> FindAsync(CancellationToken cancellationToken)
    {
        List<(AliyunRdsClient, AliyunRdsInstance)> found = [];
        HashSet<string> missing = new(_selection.Named, StringComparer.OrdinalIgnoreCase);
        foreach (string? region in Environment.Regions.Count > 0 ? Environment.Regions : [null!])
        {
            AliyunRdsClient client = new(ClientOptions(region));
            _clients.Add(client);
            await foreach (AliyunRdsInstance instance in FindAsync(client, missing, cancellationToken).ConfigureAwait(false))
            {
                missing.Remove(instance.InstanceId);
                found.Add((client, instance));
            }
        }

        await ReportMissingAsync(missing, found.Count, "Get-AliyunRdsInstance").ConfigureAwait(false);
        return found;
    }

    private async IAsyncEnumerable<AliyunRdsInstance> FindAsync(
        AliyunRdsClient client, IReadOnlyCollection<string> named, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        if (_selection.HasPatterns)
        {
            AliyunInstanceQuery query = new(Tags: _selection.Tags.Count > 0 ? _selection.Tags : null);
            await foreach (AliyunRdsInstance instance in client.DescribeDBInstancesAsync(query, cancellationToken).ConfigureAwait(false))
            {
                if (_selection.Matches(instance.InstanceId, "", instanceTags: null) && seen.Add(instance.InstanceId))
                {
                    yield return instance;
                }
            }
        }

        foreach (string id in named.Where(id => !seen.Contains(id)).ToArray())
        {
            await foreach (AliyunRdsInstance instance in client.DescribeDBInstancesAsync(new AliyunInstanceQuery(id), cancellationToken).ConfigureAwait(false))
            {
                yield return instance;
            }
        }
    }

    private async Task RunAsync(AliyunRdsClient client, AliyunBackupValidator validator, AliyunRdsInstance instance, CancellationToken cancellationToken)
    {
        InstanceRun run = Add(instance.RegionId, instance.InstanceId);
        await run.AttemptAsync("Test-AliyunRdsBackup", async () =>
        {
            AliyunBackupTestResult result = await validator.ValidateLatestAsync(instance, cancellationToken).ConfigureAwait(false);
            await Context.StepAsync(Environment.Name, result).ConfigureAwait(false);
            run.Add(result.Findings);
            run.Action = RdsBackupRunAction.Checked;

            // What is too old or of an unusual size is worth more off-site than nothing is.
            if (result.Backup is { HasDownloadLink: true } backup && BackupRules.IsSuccessful(backup))
            {
                (run.SourceId, run.SourceTime) = (backup.BackupId, backup.EndTime);
                await run.AttemptAsync("Send-AliyunBackupToS3", () => CopyAsync(run, client, backup, cancellationToken)).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        Context.InstanceDone();
    }

    private async Task CopyAsync(InstanceRun run, AliyunRdsClient client, AliyunBackup backup, CancellationToken cancellationToken)
    {
        BackupCopyPlan? plan = null;
        BackupCopyResult result;
        try
        {
            plan = await _copier!.PlanAsync(backup, client, cancellationToken).ConfigureAwait(false);
            (run.Bytes, run.Destination) = (plan.Bytes, $"s3://{Environment.Destination.Bucket}/{plan.Key}");
            if (Context.Settings.IsPlan || !Context.MayBegin)
            {
                BackupCopyTestResult there = await _tester!.TestAsync(plan.Key, cancellationToken).ConfigureAwait(false);
                run.Action = there.Copy is null ? RdsBackupRunAction.WouldCopy : RdsBackupRunAction.AlreadyPresent;
                run.IsSkipped = there.Copy is null;
                return;
            }

            result = await _copier.CopyAsync(plan, progress: null, cancellationToken).ConfigureAwait(false);
        }
        catch (RdsBackupException failure)
        {
            await Context.StepAsync(Environment.Name, _copier!.Failed(backup, plan, failure)).ConfigureAwait(false);
            run.Fail(failure);
            return;
        }
        finally
        {
            plan?.Dispose();
        }

        await Context.StepAsync(Environment.Name, result).ConfigureAwait(false);
        run.Action = result.Status == BackupCopyStatus.AlreadyPresent ? RdsBackupRunAction.AlreadyPresent : RdsBackupRunAction.Copied;
        await run.AttemptAsync("Test-RdsBackupCopy", () => VerifyAsync(run, result, cancellationToken)).ConfigureAwait(false);
    }

    private async Task VerifyAsync(InstanceRun run, BackupCopyResult copy, CancellationToken cancellationToken)
    {
        BackupCopyTestResult result = await _tester!.TestAsync(copy.Key!, cancellationToken).ConfigureAwait(false);
        await Context.StepAsync(Environment.Name, result).ConfigureAwait(false);
        run.Add(result.Findings);
    }

    private AliyunClientOptions ClientOptions(string? region) => new()
    {
        RegionId = region,
        Endpoint = Environment.Endpoint,
        Profile = Environment.Profile,
        TimeProvider = Context.Settings.TimeProvider,
        Log = Context.Settings.Log,
    };

    private AliyunValidationOptions ValidationOptions() => new()
    {
        MaximumAge = Environment.Expect.MaxAge,
        TimeProvider = Context.Settings.TimeProvider,
        Log = Context.Settings.Log,
    };

    private BackupCopyOptions CopyOptions() => new()
    {
        Environment = Environment.Name,
        Prefix = Environment.Destination.Prefix,
        KeyTemplate = Environment.Destination.KeyTemplate,
        Attributes = new S3ObjectOptions
        {
            StorageClass = Environment.Destination.StorageClass,
            ServerSideEncryption = Environment.Destination.ServerSideEncryption ?? (Environment.Destination.KmsKeyId is null ? null : "aws:kms"),
            KmsKeyId = Environment.Destination.KmsKeyId,
        },
        CopiesAtOnce = Math.Min(Context.Options.Run.Parallelism, MostCopiesAtOnce),
        Limiter = Context.Bandwidth,
        Network = Environment.Network ?? AliyunNetwork.Auto,
        TimeProvider = Context.Settings.TimeProvider,
        Log = Context.Settings.Log,
    };
}
