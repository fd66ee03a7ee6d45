using RdsBackup.Alerting;
using RdsBackup.Aliyun;
using RdsBackup.Configuration;
using RdsBackup.Retrieval;
using RdsBackup.S3;
using RdsBackup.Status;
using RdsBackup.Transfer;
using RdsBackup.Validation;

namespace RdsBackup.Runs;

/// <summary>An environment of Alibaba Cloud: of each instance the newest backup is checked, copied to S3, and the copy checked.</summary>
internal sealed class AliyunEnvironmentRun(EnvironmentOptions environment, RunContext context) : EnvironmentRun(environment, context)
{
    private const int MostCopiesAtOnce = 16; // BackupCopyOptions.CopiesAtOnce

    private readonly AliyunInstances _instances = new(environment, context.Settings.TimeProvider, context.Settings.Log);
    private BackupCopier? _copier;
    private BackupCopyTester? _tester;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _copier?.Dispose();
        _tester?.Dispose();
        _instances.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task RunInstancesAsync(CancellationToken cancellationToken)
    {
        S3ConnectionOptions bucket = S3ConnectionOptions.Of(Environment.Destination);
        _copier = await BackupCopier.ConnectAsync(bucket, CopyOptions(), cancellationToken).ConfigureAwait(false);
        _tester = await BackupCopyTester.ConnectAsync(
            bucket, new CopyReadOptions { TimeProvider = Context.Settings.TimeProvider, Log = Context.Settings.Log }, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<(AliyunRdsClient Client, AliyunRdsInstance Instance)> found = await _instances.FindAsync(cancellationToken).ConfigureAwait(false);
        await ReportMissingAsync(_instances.Missing, found.Count, "Get-AliyunRdsInstance").ConfigureAwait(false);
        var validators = _instances.Clients.ToDictionary(client => client, client => new AliyunBackupValidator(client, ValidationOptions()));
        await ForEachAsync(
            found.Select(item => (Add(item.Instance.RegionId, item.Instance.InstanceId), item)),
            (run, item) => RunAsync(run, item.Client, validators[item.Client], item.Instance, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(
        InstanceRun run, AliyunRdsClient client, AliyunBackupValidator validator, AliyunRdsInstance instance, CancellationToken cancellationToken)
    {
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
        run.Done();
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
        if (result.IsValid)
        {
            // What the result says ends failures of this copy; that the last night's could not be checked has ended, too.
            Context.Note([AlertEvents.EndOf(AlertEventKind.VerificationFailed, CloudProvider.Aliyun, Environment.Name, run.RegionId, run.InstanceId, Context.Now)]);
        }

        if (result.Copy is { } there)
        {
            CheckArrival(run, new OffsiteCopy($"s3://{there.Bucket}/{there.Key}", there.EndTime, there.CopiedAt));
        }
    }

    private AliyunValidationOptions ValidationOptions() => new()
    {
        MaximumAge = Environment.Expect.MaxAge,
        MinimumSize = Environment.Expect.MinSize,
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
            ServerSideEncryption = Environment.Destination.ServerSideEncryption,
            KmsKeyId = Environment.Destination.KmsKeyId,
        },
        CopiesAtOnce = Math.Min(Context.Options.Run.Parallelism, MostCopiesAtOnce),
        Limiter = Context.Bandwidth,
        Network = Environment.Network ?? AliyunNetwork.Auto,
        TimeProvider = Context.Settings.TimeProvider,
        Log = Context.Settings.Log,
    };
}
