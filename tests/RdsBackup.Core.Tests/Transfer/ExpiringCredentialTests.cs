using System.Globalization;
using RdsBackup.Core.Tests.Aliyun.Credentials;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Transfer;

/// <summary>Sessions that end while a copy runs, sooner than they had said. Each copy runs in a process with a home of its own.</summary>
public sealed class ExpiringCredentialTests : IAsyncLifetime
{
    private const int Parts = 8;
    private static readonly DateTimeOffset LongAgo = DateTimeOffset.UtcNow.AddHours(-1);
    private readonly string _home = Directory.CreateTempSubdirectory("rdsbackup-home-").FullName;
    private CopyScene _scene = null!;

    public async ValueTask InitializeAsync() => _scene = await CopyScene.CreateAsync(Parts * 5 * CopyScene.MiB);

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Theory]
    [InlineData("UploadPart", 4)]
    [InlineData("CreateMultipartUpload", 1)]
    [InlineData("CompleteMultipartUpload", 1)]
    [InlineData("HeadObject", 1)]
    [InlineData("HeadObject", 2)]
    [InlineData("PutObject", 1)]
    public async Task An_AWS_session_that_ends_is_replaced_once_for_all_workers_and_the_copy_goes_on(string operation, int occurrence)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The credential process is a shell script.");
        AccessKey first = AddSession(1);
        AddSession(2);
        LendOneAfterTheOther();
        ExpireAt(first, operation, occurrence);

        Assert.Equal("Verified", await CopyAsync(new() { ["AWS_ACCESS_KEY_ID"] = null, ["AWS_SECRET_ACCESS_KEY"] = null }));

        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(_home, "calls"), CopyScene.Token)).Length);
        Assert.Equal(Parts, Sent().Distinct().Count());
        Assert.InRange(Sent().Count(), Parts, Parts + CopyProcess.Concurrency);
        Assert.Equal(1, _scene.Cloud.S3.Requests.Count(request => request is { Operation: "CreateMultipartUpload", Status: 200 }));
        await _scene.AssertSameBytesAsync(Key());
    }

    [Fact]
    public async Task An_AWS_session_that_cannot_be_renewed_is_one_clear_error_and_the_next_run_goes_on_where_it_stopped()
    {
        AccessKey first = AddSession(1), second = AddSession(2);
        ExpireAt(first, "UploadPart", 6);

        string output = await CopyAsync(Environment(first));

        Assert.StartsWith("AwsTokenExpired: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain(first.SecurityToken!, output, StringComparison.Ordinal);
        HashSet<int> taken = [.. Assert.Single(_scene.Cloud.S3.OpenUploads(CopyScene.Bucket)).Parts.Select(part => part.Number)];
        Assert.NotEmpty(taken);
        _scene.Cloud.S3.Requests.Clear();
        Assert.Equal("Verified", await CopyAsync(Environment(second)));
        Assert.DoesNotContain(Sent(), taken.Contains);
        Assert.Equal(0, _scene.Count("CreateMultipartUpload"));
        Assert.Empty(_scene.Cloud.S3.OpenUploads(CopyScene.Bucket));
        await _scene.AssertSameBytesAsync(Key());
    }

    [Fact]
    public async Task An_Aliyun_session_that_has_ended_when_the_link_is_renewed_is_replaced()
    {
        string Lend(int number)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"STS.expiring{number}");
            _scene.Cloud.Aliyun.AddKey(new AccessKey(id, CredentialTexts.Secret, CredentialTexts.Token));
            return CredentialTexts.Lent(id, DateTimeOffset.UtcNow.AddHours(2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }

        int lent = 0;
        await using CredentialServer lender = await CredentialServer.StartAsync(_ => new ScriptedAnswer(Lend(++lent)));
        int downloads = 0;
        _scene.Cloud.Oss.Faults.Add(_ =>
        {
            if (Interlocked.Increment(ref downloads) != 4)
            {
                return null;
            }

            _scene.Cloud.Aliyun.AddKey(new AccessKey("STS.expiring1", CredentialTexts.Secret, CredentialTexts.Token, LongAgo));
            return Fault.Error(403, "AccessDenied", "Request has expired.");
        });

        string output = await CopyAsync(new()
        {
            ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = null,
            ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = null,
            ["ALIBABA_CLOUD_CREDENTIALS_URI"] = lender.Address.AbsoluteUri,
        });

        Assert.Equal("Verified", output);
        Assert.Equal(2, lent);
        Assert.Contains(_scene.Cloud.Aliyun.Requests, request => request is { Operation: "DescribeBackups", Status: 400 });
        await _scene.AssertSameBytesAsync(Key());
    }

    private AccessKey AddSession(int number)
    {
        AccessKey key = new($"ASIASANDBOX00000000{number}", $"sessionSecret000000000000000000000000000{number}", $"sessionToken{number}");
        _scene.Cloud.S3.AddKey(key);
        File.WriteAllText(
            Path.Combine(_home, $"{number}.json"),
            $$"""{"Version":1,"AccessKeyId":"{{key.Id}}","SecretAccessKey":"{{key.Secret}}","SessionToken":"{{key.SecurityToken}}","Expiration":"{{DateTimeOffset.UtcNow.AddHours(6):O}}"}""");
        return key;
    }

    // What a sign-in program does: each call prints the next session.
    private void LendOneAfterTheOther()
    {
        Directory.CreateDirectory(Path.Combine(_home, ".aws"));
        File.WriteAllText(Path.Combine(_home, ".aws", "config"), $"[default]\nregion = us-east-1\ncredential_process = /bin/sh {_home}/lend.sh\n");
        File.WriteAllText(Path.Combine(_home, "lend.sh"), $"echo call >> {_home}/calls\ncat {_home}/$(wc -l < {_home}/calls).json\n");
    }

    private void ExpireAt(AccessKey key, string operation, int occurrence)
    {
        int left = occurrence;
        _scene.Cloud.S3.Faults.Add(request =>
        {
            if (request.Operation == operation && Interlocked.Decrement(ref left) == 0)
            {
                _scene.Cloud.S3.AddKey(key with { Expires = LongAgo });
            }

            return null;
        });
    }

    private static Dictionary<string, string?> Environment(AccessKey key) =>
        new() { ["AWS_ACCESS_KEY_ID"] = key.Id, ["AWS_SECRET_ACCESS_KEY"] = key.Secret, ["AWS_SESSION_TOKEN"] = key.SecurityToken };

    private IEnumerable<int> Sent() => _scene.Cloud.S3.Requests
        .Where(request => request.Operation == "UploadPart").Select(request => int.Parse(request.Query["partNumber"], CultureInfo.InvariantCulture));

    private string Key() => _scene.Objects.Single(item => item.Key.EndsWith(".qp", StringComparison.Ordinal)).Key;

    private Task<string> CopyAsync(Dictionary<string, string?> environment) =>
        TestProcess.ReadAsync(CopyProcess.Start(_scene.Cloud, CopyScene.InstanceId, _home, environment));
}
