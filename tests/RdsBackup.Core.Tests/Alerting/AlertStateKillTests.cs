using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using RdsBackup.Alerting;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.S3;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Alerting;

/// <summary>
/// Two processes at a time write one state and are killed at random points, over and over. Nothing they said was written may be lost.
/// RDSBACKUP_SURVIVAL_SEED repeats a run as far as timing allows.
/// </summary>
public sealed class AlertStateKillTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int OtherCauses = 200;
    private static readonly string[] Instances = ["rm-a", "rm-b"];
    private readonly string _folder = Directory.CreateTempSubdirectory("rdsbackup-state-").FullName;
    private SandboxCloud _cloud = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false }, CopyScene.Token);
        _cloud.S3.CreateBucket(CopyScene.Bucket);
    }

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_state_file_loses_nothing_when_its_writers_are_killed()
    {
        string path = Path.Combine(_folder, "alerts.json");

        using AlertStateFile file = new(path, TimeProvider.System, NullLogger.Instance);
        await KillWritersAsync(file, path, rounds: 15, longest: 40);

        Assert.DoesNotContain(Directory.GetFiles(_folder), file => file.Contains("corrupt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_state_object_loses_nothing_when_its_writers_are_killed()
    {
        S3ConnectionOptions connection = new()
        {
            Bucket = CopyScene.Bucket,
            EndpointUrl = _cloud.S3Endpoint,
            Region = "us-east-1",
            AccessKeyId = _cloud.S3.AccessKeyId,
            SecretAccessKey = _cloud.S3.SecretAccessKey,
        };
        using AlertStateObject stored = new(connection, AlertStateProcess.Key, TimeProvider.System, NullLogger.Instance);

        await KillWritersAsync(stored, _cloud.S3Endpoint.AbsoluteUri, rounds: 5, longest: 6);

        Assert.Equal([AlertStateProcess.Key], _cloud.S3.Objects(CopyScene.Bucket).Select(item => item.Key));
        Assert.Contains(_cloud.S3.Requests, request => request.Operation == "PutObject" && request.Status == 412);
    }

    private async Task KillWritersAsync(IAlertStateStore store, string place, int rounds, int longest)
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("RDSBACKUP_SURVIVAL_SEED"), out int given) ? given : Environment.TickCount & 0xFFFF;
        Random random = new(seed);
        await store.UpdateAsync(
            before => Enumerable.Range(0, OtherCauses).Aggregate(
                before, (state, number) => state.Tell(AlertScene.Rule(), AlertScene.Failure($"other-{number}")).State),
            CopyScene.Token);
        int[] counted = new int[Instances.Length];
        int written = 0;
        for (int round = 1; round <= rounds; round++)
        {
            int[] said = await Task.WhenAll(Instances.Select(instanceId => WriteUntilKilledAsync(place, instanceId, random.Next(1, longest))));
            AlertState state = await store.ReadAsync(CopyScene.Token);
            Assert.Equal(OtherCauses + Instances.Length, state.Causes.Count());
            for (int index = 0; index < Instances.Length; index++)
            {
                // The last write may have been done without there being time to say so.
                int now = AlertStateProcess.Occurrences(state, Instances[index]);
                Assert.InRange(now, Math.Max(said[index], counted[index]), Math.Max(said[index], counted[index]) + 1);
                written += now - counted[index];
                counted[index] = now;
            }
        }

        output.WriteLine($"seed {seed}: {rounds * Instances.Length} kills, {written} writes");
    }

    // The last count it said. It is killed in the middle of whatever comes after the given number of writes.
    private async Task<int> WriteUntilKilledAsync(string place, string instanceId, int writes)
    {
        using Process process = AlertStateProcess.Start(_cloud, place, instanceId);
        string? last = null;
        for (int write = 0; write < writes; write++)
        {
            last = await process.StandardOutput.ReadLineAsync(CopyScene.Token) ?? last;
        }

        process.Kill();
        while (await process.StandardOutput.ReadLineAsync(CopyScene.Token) is { Length: > 0 } line)
        {
            last = line;
        }

        await process.WaitForExitAsync(CopyScene.Token);
        return int.Parse(last!, System.Globalization.CultureInfo.InvariantCulture);
    }
}
