using System.Globalization;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Transfer;

/// <summary>Sources that are not where their link leads: redirects, links renewed elsewhere, answers that are not as stored.</summary>
public sealed class RedirectedSourceTests
{
    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_redirect_is_followed_and_nothing_secret_goes_along(int status)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Add(request => request.IsInternal ? Fault.Redirect(scene.Cloud.Oss.Link(scene.File), status) : null);

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        await scene.AssertSameBytesAsync(result.Key);
        SandboxRequest[] followed = [.. scene.Cloud.Oss.Requests.Where(request => !request.IsInternal)];
        Assert.Equal(result.Parts + 1, followed.Length);
        Assert.All(followed, request =>
        {
            Assert.DoesNotContain(request.Headers.Keys, name => name is "Authorization" or "Cookie" or "Referer");
            Assert.StartsWith("bytes=", request.Headers["Range"], StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task When_the_place_a_redirect_leads_to_expires_the_link_is_renewed_and_redirects_again()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(Fault.Error(403, "AccessDenied", "Request has expired."), request => !request.IsInternal, times: 1, after: 2);
        scene.Cloud.Oss.Faults.Add(request => request.IsInternal ? Fault.Redirect(scene.Cloud.Oss.Link(scene.File)) : null);

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Equal(2, scene.Cloud.Aliyun.Requests.Count(request => request.Operation == "DescribeBackups"));
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task A_redirect_that_leads_to_itself_is_one_clear_error_after_few_requests()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(internalReachable: false);
        scene.Cloud.Oss.Faults.Add(_ => Fault.Redirect(scene.Cloud.Oss.Link(scene.File)));

        RdsBackupException error = await scene.FailAsync("SourceRedirected");

        Assert.Contains(scene.Cloud.OssEndpoint.Authority, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature", error.ToString(), StringComparison.Ordinal);
        Assert.InRange(scene.Cloud.Oss.Requests.Count, 2, 10);
    }

    [Fact]
    public async Task Every_request_asks_for_the_bytes_as_they_are_stored()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();

        await scene.CopyAsync();

        Assert.All(scene.Cloud.Oss.Requests, request => Assert.Equal("identity", request.Headers["Accept-Encoding"]));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task An_answer_that_is_encoded_unasked_is_refused(string encoding)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(new Fault { ContentEncoding = encoding });

        RdsBackupException error = await scene.FailAsync("SourceEncoded");

        Assert.Contains(encoding, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_encoded_midway_is_refused_and_leaves_nothing()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(new Fault { ContentEncoding = "gzip" }, after: 3);

        await scene.FailAsync("SourceEncoded");
    }

    [Fact]
    public async Task An_answer_that_says_it_is_not_encoded_is_taken()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(new Fault { ContentEncoding = "identity" });

        Assert.Equal(BackupCopyStatus.Verified, (await scene.CopyAsync()).Status);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(410)]
    [InlineData(418)]
    public async Task A_refusal_that_means_nothing_special_is_one_clear_error_too(int status)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(Fault.Error(status, "Odd"));

        RdsBackupException error = await scene.FailAsync("SourceRefused");

        Assert.Contains(status.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_renewed_to_another_host_goes_on_there()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Add(request =>
        {
            if (!request.IsInternal || scene.Cloud.Oss.Requests.Count < 3)
            {
                return null;
            }

            scene.Cloud.Oss.InternalEndpoint = scene.Cloud.OssEndpoint;
            return Fault.Error(403, "AccessDenied", "Request has expired.");
        });

        BackupCopyResult result = await scene.CopyAsync(scene.Options(concurrency: 1));

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Contains(scene.Cloud.Oss.Requests, request => request is { IsInternal: true, Status: 206 });
        Assert.Contains(scene.Cloud.Oss.Requests, request => request is { IsInternal: false, Status: 206 });
        Assert.Equal(2, scene.Cloud.Aliyun.Requests.Count(request => request.Operation == "DescribeBackups"));
        await scene.AssertSameBytesAsync(result.Key);
    }
}
