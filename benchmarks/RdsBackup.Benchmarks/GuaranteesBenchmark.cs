using RdsBackup.Sandbox;

namespace RdsBackup.Benchmarks;

/// <summary>
/// What a copy into each kind of store proves: the sandbox's S3 with the gaps of others, and a real store if one is named. Each copy is made
/// twice, read back, and tested whole.
/// </summary>
internal static class GuaranteesBenchmark
{
    private const string Script = """
        param($Module, $Instance, $Aliyun, $S3)
        $ErrorActionPreference = 'Stop'
        Import-Module $Module
        $backup = Get-AliyunRdsBackup -RegionId cn-hangzhou -AliyunEndpoint $Aliyun -InstanceId $Instance
        $to = @{ Bucket = 'copies'; EndpointUrl = $S3; AliyunEndpoint = $Aliyun; Network = 'Public'; PartSize = 5MB }
        $copy = $backup | Send-AliyunBackupToS3 @to
        $again = $backup | Send-AliyunBackupToS3 @to
        $readBack = $backup | Send-AliyunBackupToS3 @to -ReadBack -Force
        $test = $copy | Test-RdsBackupCopy -EndpointUrl $S3 -Full
        @(
            "$($copy.Status): $($copy.Proof.Guarantees -join ', ')"
            if ($copy.Proof.IsConditional) { 'yes' } else { 'no' }
            $again.Status
            if ($readBack.Proof.Guarantees -contains 'ReadBack') { $readBack.Status } else { 'not read' }
            if ($test.IsValid) { 'whole' } else { $test.Summary }
        ) -join ' | '
        """;

    private static readonly (string Name, S3Quirks Quirks)[] Stores =
    [
        ("as Amazon S3", new S3Quirks()),
        ("no trailers", new S3Quirks { TrailerRefusal = S3Quirks.NotImplemented }),
        ("no trailers, yet declared checksums demanded", new S3Quirks { TrailerRefusal = S3Quirks.NotImplemented, DemandsDeclaredChecksums = true }),
        ("part checksums ignored", new S3Quirks { IgnoresPartChecksums = true }),
        ("no object checksums", new S3Quirks { HasNoObjectChecksums = true }),
        ("no checksum algorithm", new S3Quirks { RejectsChecksumAlgorithm = true, HasNoObjectChecksums = true }),
        ("ETags that are no MD5", new S3Quirks { HasOpaqueETags = true }),
        ("equal parts only", new S3Quirks { RequiresEqualParts = true }),
        ("If-None-Match ignored on completion", new S3Quirks { IgnoresCompleteConditions = true }),
        ("all gaps of Ceph 16", S3Quirks.Ceph16),
        ("those, and ETags that are no MD5", S3Quirks.Ceph16 with { HasOpaqueETags = true }),
    ];

    /// <summary>Prints a row per store; <paramref name="store"/> is a name and an endpoint that has a bucket "copies", or nothing.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> store)
    {
        Console.WriteLine("| store | proved | conditional | second run | with -ReadBack | Test-RdsBackupCopy -Full |\n|---|---|---|---|---|---|");
        foreach ((string name, S3Quirks quirks) in store.Count == 0 ? Stores : [(store[0], new S3Quirks())])
        {
            await using SandboxCloud cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false });
            cloud.S3.CreateBucket(CopyScene.Bucket, new S3BucketOptions { Quirks = quirks });
            foreach ((string variable, string value) in CopyScene.Environment(cloud, isRealStore: store.Count > 0))
            {
                Environment.SetEnvironmentVariable(variable, value);
            }

            string instance = CopyScene.AddBackup(cloud, Content.Generated(1, 22_000_000));
            Uri endpoint = store.Count == 0 ? cloud.S3Endpoint : new Uri(store[1]);
            Console.WriteLine($"| {name} | {Child.RunScript(Script, Child.ModulePath, instance, cloud.AliyunEndpoint, endpoint)} |");
        }

        return 0;
    }
}
