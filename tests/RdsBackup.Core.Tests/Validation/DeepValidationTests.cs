using Microsoft.Extensions.Time.Testing;
using RdsBackup.Aliyun;
using RdsBackup.Sandbox;
using RdsBackup.Validation;

namespace RdsBackup.Core.Tests.Validation;

/// <summary>The validator with the real client against the emulated cloud.</summary>
public sealed class DeepValidationTests : IAsyncLifetime
{
    private const string Good = "rm-bp1mysql8local0001";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 15, 8, 0, 0, TimeSpan.Zero));
    private SandboxCloud _cloud = null!;
    private AliyunRdsClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { TimeProvider = _time }, TestContext.Current.CancellationToken);
        _client = new AliyunRdsClient(new AliyunClientOptions
        {
            RegionId = _cloud.Aliyun.Region,
            Endpoint = _cloud.AliyunEndpoint,
            AccessKeyId = _cloud.Aliyun.AccessKeyId,
            AccessKeySecret = _cloud.Aliyun.AccessKeySecret,
            TimeProvider = _time,
        });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task A_good_backup_is_read_by_its_first_bytes_only()
    {
        AliyunBackupTestResult result = await LatestAsync(Good);
        Assert.Equal("OK", result.Summary);
        Assert.True(result.IsDeep);
        Assert.Equal(TimeSpan.FromHours(24 + 1 + 6), result.MaximumAge);
        Assert.All(_cloud.Oss.Requests, request => Assert.Contains(request.Headers["Range"], (string[])["bytes=0-0", "bytes=0-511"]));
    }

    [Fact]
    public async Task Each_bad_backup_is_found_out()
    {
        var found = new List<string>();
        foreach (SandboxBackup seeded in _cloud.Aliyun.Instance("rm-bp1mysql57bad00001").Backups)
        {
            AliyunBackupTestResult result = await Validator().ValidateAsync(
                await FindAsync("rm-bp1mysql57bad00001", seeded.Id), TestContext.Current.CancellationToken);
            found.Add(string.Join(' ', result.Findings.Select(finding => finding.Code)));
        }

        // What was tampered with in the middle shows when it is copied. The last three are good.
        Assert.Equal(
            ["OK", "BackupFailed", "BackupEmpty", "BackupSizeUnusual", "ContentMagicMismatch", "OK", "OK", "OK"],
            found.Select(codes => codes.Length == 0 ? "OK" : codes));
    }

    [Fact]
    public async Task A_snapshot_is_not_read()
    {
        AliyunBackupTestResult result = await LatestAsync("pgm-bp1pgcloud000001");
        Assert.Equal("BackupNotDownloadable", result.Summary);
        Assert.True(result.IsValid);
        Assert.False(result.IsDeep);
        Assert.Empty(_cloud.Oss.Requests);
    }

    [Fact]
    public async Task A_forgotten_instance_is_too_old()
    {
        AliyunBackupTestResult result = await LatestAsync("rm-bp1mysql8stale0001");
        Assert.Equal("BackupTooOld", result.Summary);
        Assert.False(result.IsValid);
    }

    [Fact]
    public async Task An_expired_link_is_renewed_for_reading()
    {
        AliyunBackup backup = await FindAsync(Good, _cloud.Aliyun.Instance(Good).Backups[0].Id);
        _time.Advance(TimeSpan.FromHours(2));
        AliyunBackupTestResult result = await Validator().ValidateAsync(backup, TestContext.Current.CancellationToken);
        Assert.Equal("LinkExpired", Assert.Single(result.Findings).Code);
        Assert.True(result.IsDeep);
    }

    [Fact]
    public async Task A_file_of_another_length_than_announced_is_an_error()
    {
        _cloud.Aliyun.Instance(Good).Add(_cloud.Aliyun.Instance(Good).Backups[0] with { Id = "longer", Size = 180_000_000 });
        AliyunBackupTestResult result =
            await Validator().ValidateAsync(await FindAsync(Good, "longer"), TestContext.Current.CancellationToken);
        BackupFinding finding = Assert.Single(result.Findings);
        Assert.Equal(("ContentSizeMismatch", FindingSeverity.Error), (finding.Code, finding.Severity));
        Assert.Contains("188,743,680", finding.Message);
        Assert.Contains("180,000,000", finding.Message);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_an_error_without_the_links_signature()
    {
        _cloud.Oss.Faults.Inject(Fault.Error(404, "NoSuchKey"));
        AliyunBackupTestResult result = await LatestAsync(Good);
        BackupFinding finding = Assert.Single(result.Findings);
        Assert.Equal(("ContentUnreadable", FindingSeverity.Error), (finding.Code, finding.Severity));
        Assert.DoesNotContain("Signature", finding.Message);
        Assert.False(result.IsDeep);
    }

    [Fact]
    public async Task A_source_without_ranges_is_read_all_the_same()
    {
        _cloud.Oss.Faults.Inject(new Fault { IgnoreRange = true });
        AliyunBackupTestResult result = await LatestAsync(Good);
        Assert.Equal("OK", result.Summary);
        Assert.True(result.IsDeep);
    }

    private AliyunBackupValidator Validator() => new(_client, new AliyunValidationOptions { Deep = true, TimeProvider = _time });

    private Task<AliyunBackupTestResult> LatestAsync(string instanceId) =>
        Validator().ValidateLatestAsync(instanceId, TestContext.Current.CancellationToken);

    private async Task<AliyunBackup> FindAsync(string instanceId, string backupId)
    {
        var query = new AliyunBackupQuery(instanceId, _time.GetUtcNow().AddDays(-30), _time.GetUtcNow(), backupId);
        return await _client.DescribeBackupsAsync(query, TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);
    }
}
