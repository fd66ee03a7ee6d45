using System.Globalization;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Transfer;

/// <summary>
/// Copies under random faults at random points. Whatever happens, there is either a copy with the bytes of its source or one clear error
/// and no object under the key. RDSBACKUP_SURVIVAL_COPIES sets how many copies are made, RDSBACKUP_SURVIVAL_SEED repeats a run.
/// </summary>
public sealed class SurvivalTests(ITestOutputHelper output)
{
    private const int PartSize = 5 * (int)CopyScene.MiB;

    private static readonly Func<CancellationToken, Task> Forever = token => Task.Delay(Timeout.InfiniteTimeSpan, token);

    /// <summary>A kind of trouble: how to make it, and the error that may come of it. Without one, the copy has to be verified.</summary>
    private sealed record Trouble(string Name, Action<CopyScene, Random> Make, string? Error = null);

    private static readonly Trouble[] Troubles =
    [
        new("download reset", (scene, random) => Source(scene, new Fault { CutAfter = random.Next(PartSize) }, random.Next(1, 6))),
        new("download closed early", (scene, random) => Source(scene, new Fault { TruncateAt = random.Next(PartSize) }, random.Next(1, 5))),
        new("download stalls", (scene, random) => Source(scene, new Fault { StallAfter = random.Next(PartSize), StallUntil = Forever }, 1)),
        new("first byte never comes", (scene, _) => Source(scene, new Fault { Before = Forever }, 1)),
        new("source answers 500 to 503", (scene, random) => Source(scene, Fault.Error(random.Next(500, 504), "Busy"), random.Next(1, 6), random.Next(4))),
        new("source's refusal stalls", (scene, random) => Source(scene, Fault.Error(503, "Busy") with { StallAfter = random.Next(40), StallUntil = Forever }, 1)),
        new("range ignored", (scene, random) => Source(scene, new Fault { IgnoreRange = true }, random.Next(1, 4))),
        new("wrong range", (scene, random) => Source(scene, new Fault { ContentRange = $"bytes {random.Next(9)}-99/{scene.File.Content.Length}" }, random.Next(1, 4))),
        new("link expired", (scene, random) => Source(scene, Fault.Error(403, "AccessDenied", "Request has expired."), 1, random.Next(3))),
        new("redirected", (scene, random) => scene.Cloud.Oss.Faults.Add(request =>
            request.IsInternal ? Fault.Redirect(scene.Cloud.Oss.Link(scene.File), Pick(random, 302, 307)) : null)),
        new("link renewed to another host", (scene, random) => RenewElsewhere(scene, random.Next(4))),
        new("part reset", (scene, random) => Part(scene, new Fault { CutRequestAfter = random.Next(PartSize) }, random.Next(1, 5))),
        new("part's answer lost", (scene, random) => Part(scene, new Fault { CutAfter = 0 }, random.Next(1, 4))),
        new("part never answered", (scene, _) => Part(scene, new Fault { Before = Forever }, 1)),
        new("part refused for a while", (scene, random) => Part(scene, Pick(random, Fault.SlowDown, Fault.Error(500, "InternalError"), Fault.Error(400, "BadDigest")), random.Next(1, 7))),
        new("every other part refused with SlowDown", (scene, random) => RefuseEveryOther(scene, random.Next(4, 9))),
        new("clock set midway", (scene, random) => SetClock(scene, TimeSpan.FromMinutes(Pick(random, -1, 1) * random.Next(16, 900)), random.Next(12))),
        new("upload aborted by someone", (scene, random) => Part(scene, Fault.Error(404, "NoSuchUpload"), 1, random.Next(3))),
        new("S3 busy outside of parts", (scene, random) => scene.Cloud.S3.Faults.Inject(
            Fault.Error(503, "SlowDown"), request => request.Operation != "UploadPart" && request.Method is "POST" or "PUT", times: 1, after: random.Next(4))),
        new("completion answers 200 with an error", (scene, random) => Completion(scene, Fault.Error(200, "InternalError"), random.Next(1, 4))),
        new("completion's answer lost", (scene, _) => Completion(scene, new Fault { CutAfter = 0 }, 1)),
        new("completion in conflict", (scene, _) => Completion(scene, Fault.Error(409, "ConditionalRequestConflict"), 1)),
        new("byte flipped", (scene, random) => Source(scene, new Fault { FlipByteAt = random.NextInt64(scene.File.Content.Length) }, int.MaxValue), "ChecksumMismatch"),
        new("download encoded midway", (scene, random) => Source(scene, new Fault { ContentEncoding = "gzip" }, int.MaxValue, random.Next(2)), "SourceEncoded"),
        new("source changed", (scene, random) => Source(scene, new Fault { ETag = "\"changed-1\"" }, int.MaxValue, random.Next(2)), "SourceChanged"),
        new("download always ends early", (scene, _) => Source(scene, new Fault { TruncateAt = 0, NoLength = true }, int.MaxValue), "SourceTruncated"),
        new("S3 session expired", (scene, random) => Part(scene, Fault.Error(400, "ExpiredToken"), int.MaxValue, random.Next(2)), "AwsTokenExpired"),
    ];

    [Fact]
    public async Task Every_copy_is_proved_or_refused_whatever_happens_on_the_way()
    {
        int copies = Setting("RDSBACKUP_SURVIVAL_COPIES", 108);
        int seed = Setting("RDSBACKUP_SURVIVAL_SEED", Environment.TickCount & 0xFFFF);
        output.WriteLine($"seed {seed}, {copies} copies");
        SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);
        for (int number = 0; number < copies; number++)
        {
            Trouble trouble = Troubles[number % Troubles.Length];
            string outcome = await CopyAsync(trouble, new Random(seed + number));
            Assert.True(outcome == (trouble.Error ?? "Verified"), $"seed {seed}, copy {number}, {trouble.Name}: {outcome}");
            string row = $"{trouble.Name} -> {outcome}";
            outcomes[row] = outcomes.GetValueOrDefault(row) + 1;
        }

        foreach ((string row, int count) in outcomes)
        {
            output.WriteLine($"{count,4}  {row}");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public async Task Of_runs_that_race_one_copies_and_the_others_say_AlreadyPresent(int runs)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(12 * CopyScene.MiB);

        BackupCopyResult[] results = await Task.WhenAll(Enumerable.Range(0, runs).Select(_ => scene.CopyAsync()));

        Assert.Single(results, result => result.Status == BackupCopyStatus.Verified);
        Assert.Equal(runs - 1, results.Count(result => result.Status == BackupCopyStatus.AlreadyPresent));
        await scene.AssertSameBytesAsync(results[0].Key);
        Assert.Empty(scene.Cloud.S3.OpenUploads(CopyScene.Bucket));
    }

    private static async Task<string> CopyAsync(Trouble trouble, Random random)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(random.NextInt64(6, 18) * CopyScene.MiB + random.Next(1000));
        trouble.Make(scene, random);
        try
        {
            BackupCopyResult result = await scene.CopyAsync(scene.Options(concurrency: random.Next(1, 5)));
            await scene.AssertSameBytesAsync(result.Key);
            Assert.Empty(scene.Cloud.S3.OpenUploads(CopyScene.Bucket));
            return result.Status.ToString();
        }
        catch (RdsBackupException error)
        {
            Assert.DoesNotContain(scene.Objects, item => !item.Key.EndsWith(".journal.json", StringComparison.Ordinal));
            Assert.False(string.IsNullOrEmpty(error.Recommendation));
            return error.ErrorId;
        }
    }

    private static void Source(CopyScene scene, Fault fault, int times, int after = 0) => scene.Cloud.Oss.Faults.Inject(
        fault, request => request.Headers.GetValueOrDefault("Range") != "bytes=0-0", times, after);

    private static void Part(CopyScene scene, Fault fault, int times, int after = 0) =>
        scene.Cloud.S3.Faults.Inject(fault, request => request.Operation == "UploadPart", times, after);

    private static void Completion(CopyScene scene, Fault fault, int times) =>
        scene.Cloud.S3.Faults.Inject(fault, request => request.Operation == "CompleteMultipartUpload", times);

    // The first link stops working, and those from then on lead to the public listener.
    private static void RenewElsewhere(CopyScene scene, int after)
    {
        int downloads = 0;
        scene.Cloud.Oss.Faults.Add(request =>
        {
            if (!request.IsInternal || Interlocked.Increment(ref downloads) <= after)
            {
                return null;
            }

            scene.Cloud.Oss.InternalEndpoint = scene.Cloud.OssEndpoint;
            return Fault.Error(403, "AccessDenied", "Request has expired.");
        });
    }

    private static void RefuseEveryOther(CopyScene scene, int times)
    {
        int parts = 0;
        scene.Cloud.S3.Faults.Inject(
            Fault.SlowDown, request => request.Operation == "UploadPart" && (Interlocked.Increment(ref parts) & 1) == 0, times);
    }

    private static void SetClock(CopyScene scene, TimeSpan offset, int after)
    {
        int requests = 0;
        scene.Cloud.S3.Faults.Add(_ =>
        {
            if (Interlocked.Increment(ref requests) == after + 1)
            {
                scene.Clock.Offset = offset;
            }

            return null;
        });
    }

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
