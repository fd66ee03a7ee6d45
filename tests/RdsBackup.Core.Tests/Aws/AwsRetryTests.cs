using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Polly.Timeout;
using RdsBackup.Aws;
using RdsBackup.Core.Tests.Scripting;
using RdsBackup.Network;

namespace RdsBackup.Core.Tests.Aws;

public sealed class AwsRetryTests
{
    private const string SnapshotArn = "arn:aws:rds:us-east-1:123456789012:snapshot:s";
    private static readonly AwsRetrySettings AsShipped = new();
    private static readonly ScriptedAnswer Throttling = AwsScene.Error(400, "Throttling", "Rate exceeded");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_SDK_itself_makes_three_tries()
    {
        await using AwsScene scene = await AwsScene.SetAsync(request => request.Number < 3 ? Throttling : Empty(), AsShipped);

        await ListAsync(scene);

        Assert.Equal(3, scene.Server.Requests.Count);
        Assert.Empty(scene.Time.Delays);
        Assert.Equal(3, scene.Server.Requests.Select(request => request.Headers["amz-sdk-request"]).Distinct().Count());
    }

    [Fact]
    public async Task Throttling_that_outlasts_the_SDK_is_waited_out_with_growing_jittered_delays()
    {
        await using AwsScene scene = await AwsScene.SetAsync(request => request.Number < 8 ? Throttling : Empty());

        await ListAsync(scene);

        Assert.Equal(8, scene.Server.Requests.Count);
        Assert.Equal(7, scene.Time.Delays.Count);
        Assert.Equal(7, scene.Time.Delays.Distinct().Count());
        Assert.InRange(scene.Time.Delays.Sum(delay => delay.TotalSeconds), 45, 180);
    }

    [Fact]
    public async Task Throttling_without_end_becomes_an_error_that_may_be_retried()
    {
        await using AwsScene scene = await AwsScene.SetAsync(_ => Throttling);

        AwsApiException error = await Assert.ThrowsAsync<AwsApiException>(() => ListAsync(scene));

        Assert.Equal(("AwsThrottled", RdsBackupErrorKind.Throttled, true), (error.ErrorId, error.Kind, error.IsRetryable));
        Assert.Equal(8, scene.Server.Requests.Count);
    }

    [Theory]
    [InlineData(500, "InternalFailure")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(502, "")]
    public async Task A_service_that_fails_is_asked_again_a_few_times(int status, string code)
    {
        await using AwsScene scene = await AwsScene.SetAsync(
            _ => code.Length > 0 ? AwsScene.Error(status, code) : new ScriptedAnswer(status, "<html>Bad gateway</html>"));

        AwsApiException error = await Assert.ThrowsAsync<AwsApiException>(() => ListAsync(scene));

        Assert.Equal(("AwsServiceError", true, status), (error.ErrorId, error.IsRetryable, error.HttpStatus));
        Assert.Equal(4, scene.Server.Requests.Count);
    }

    [Theory]
    [InlineData(403, "AccessDenied")]
    [InlineData(400, "SnapshotQuotaExceeded")]
    [InlineData(400, "InvalidDBInstanceState")]
    [InlineData(400, "InvalidParameterValue")]
    [InlineData(404, "DBInstanceNotFound")]
    public async Task What_fails_the_same_way_again_is_tried_once(int status, string code)
    {
        await using AwsScene scene = await AwsScene.SetAsync(_ => AwsScene.Error(status, code), AsShipped);

        await Assert.ThrowsAsync<AwsApiException>(() => ListAsync(scene));

        Assert.Single(scene.Server.Requests);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_asked_for_again()
    {
        await using AwsScene scene = await AwsScene.SetAsync(
            request => request.Number == 1 ? Empty() with { BreakAfterBody = () => Task.CompletedTask } : Empty());

        await ListAsync(scene);

        Assert.Equal(2, scene.Server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_after_some_tries()
    {
        await using AwsScene scene = await AwsScene.SetAsync(_ => Empty());
        string authority = scene.Server.Address.Authority;
        await scene.Server.DisposeAsync();

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => ListAsync(scene));

        Assert.Equal(("AwsUnreachable", RdsBackupErrorKind.Connection), (error.ErrorId, error.Kind));
        Assert.Contains(authority, error.Message, StringComparison.Ordinal);
        Assert.Equal(3, scene.Time.Delays.Count);
    }

    [Fact]
    public void Names_that_do_not_exist_and_certificates_that_are_refused_are_not_waited_for()
    {
        Assert.True(ConnectionFailure.MayPass(new HttpRequestException("", new SocketException((int)SocketError.ConnectionReset))));
        Assert.True(ConnectionFailure.MayPass(new TimeoutRejectedException()));
        Assert.False(ConnectionFailure.MayPass(new HttpRequestException("", new SocketException((int)SocketError.HostNotFound))));
        Assert.False(ConnectionFailure.MayPass(new HttpRequestException("", new AuthenticationException())));
        Assert.False(ConnectionFailure.MayPass(new InvalidOperationException()));
    }

    [Fact]
    public async Task An_expired_session_is_fetched_anew_once()
    {
        int fetched = 0;
        await using AwsScene scene = await AwsScene.SetAsync(
            request => request.Headers["x-amz-security-token"] == "session-1" ? AwsScene.Error(403, "ExpiredToken") : Empty(),
            credentials: () => Session($"session-{++fetched}"));

        await ListAsync(scene);
        await ListAsync(scene);

        Assert.Equal(2, fetched);
        Assert.Equal(
            ["session-1", "session-2", "session-2"], scene.Server.Requests.Select(request => request.Headers["x-amz-security-token"]));
    }

    [Fact]
    public async Task A_session_that_stays_expired_is_an_error()
    {
        int fetched = 0;
        await using AwsScene scene = await AwsScene.SetAsync(
            _ => AwsScene.Error(403, "ExpiredTokenException"), credentials: () => Session($"session-{++fetched}"));

        AwsApiException error = await Assert.ThrowsAsync<AwsApiException>(() => ListAsync(scene));

        Assert.Equal(("AwsTokenExpired", RdsBackupErrorKind.Authentication, false), (error.ErrorId, error.Kind, error.IsRetryable));
        Assert.Equal(2, scene.Server.Requests.Count);
    }

    [Theory]
    [InlineData("DBSnapshotAlreadyExists")]
    [InlineData("InvalidDBInstanceState")] // the instance is busy with that very snapshot
    public async Task A_snapshot_that_was_made_although_the_answer_was_lost_is_the_one_asked_for(string refusal)
    {
        await using AwsScene scene = await CreationAsync(
            AwsScene.Error(500, "InternalFailure"), "<Status>creating</Status><DBInstanceIdentifier>i</DBInstanceIdentifier>", refusal);

        AwsRdsSnapshot snapshot = await scene.Client.CreateDBSnapshotAsync(new AwsSnapshotRequest("s", "i"), Token);

        Assert.Equal(("s", "creating"), (snapshot.SnapshotId, snapshot.Status));
        Assert.Equal(["CreateDBSnapshot", "CreateDBSnapshot", "DescribeDBSnapshots"], Actions(scene));
    }

    [Theory]
    [InlineData("<DBInstanceIdentifier>other</DBInstanceIdentifier>")]
    [InlineData("<DBInstanceIdentifier>i</DBInstanceIdentifier><SnapshotCreateTime>2026-01-01T03:04:05Z</SnapshotCreateTime>")]
    public async Task A_snapshot_of_that_name_that_is_another_or_older_is_not(string members)
    {
        await using AwsScene scene = await CreationAsync(AwsScene.Error(500, "InternalFailure"), members);

        AwsApiException error = await Assert.ThrowsAsync<AwsApiException>(
            () => scene.Client.CreateDBSnapshotAsync(new AwsSnapshotRequest("s", "i"), Token));

        Assert.Equal(("AwsSnapshotExists", RdsBackupErrorKind.AlreadyExists), (error.ErrorId, error.Kind));
    }

    [Fact]
    public async Task After_a_plain_refusal_what_exists_is_not_ours()
    {
        await using AwsScene scene = await CreationAsync(Throttling, "<DBInstanceIdentifier>i</DBInstanceIdentifier>");

        AwsApiException error = await Assert.ThrowsAsync<AwsApiException>(
            () => scene.Client.CreateDBSnapshotAsync(new AwsSnapshotRequest("s", "i"), Token));

        Assert.Equal("AwsSnapshotExists", error.ErrorId);
        Assert.Equal(["CreateDBSnapshot", "CreateDBSnapshot"], Actions(scene));
    }

    [Theory]
    [InlineData(SnapshotArn, "STARTING", true)]
    [InlineData(SnapshotArn, "FAILED", false)]
    [InlineData(SnapshotArn + "2", "STARTING", false)]
    public async Task An_export_that_was_started_although_the_answer_was_lost_is_found(string source, string status, bool isOurs)
    {
        await using AwsScene scene = await AwsScene.SetAsync(request => request.Number switch
        {
            1 => Empty() with { BreakAfterBody = () => Task.CompletedTask },
            2 => AwsScene.Error(400, "ExportTaskAlreadyExistsFault"),
            _ => AwsScene.Result(
                "DescribeExportTasks",
                $"<ExportTasks><ExportTask><ExportTaskIdentifier>t</ExportTaskIdentifier><SourceArn>{source}</SourceArn><Status>{status}</Status></ExportTask></ExportTasks>"),
        });
        Task<AwsSnapshotExport> starting = scene.Client.StartExportTaskAsync(new AwsExportRequest("t", SnapshotArn, "b", "r", "k"), Token);

        if (isOurs)
        {
            Assert.Equal("STARTING", (await starting).Status);
        }
        else
        {
            Assert.Equal("AwsExportExists", (await Assert.ThrowsAsync<AwsApiException>(() => starting)).ErrorId);
        }
    }

    [Fact]
    public async Task When_nothing_was_made_the_refusal_is_the_error()
    {
        await using AwsScene scene = await AwsScene.SetAsync(request => request.Number switch
        {
            1 => AwsScene.Error(500, "InternalFailure"),
            2 => AwsScene.Error(400, "SnapshotQuotaExceeded"),
            _ => AwsScene.Error(404, "DBSnapshotNotFound"),
        });

        AwsApiException error = await Assert.ThrowsAsync<AwsApiException>(
            () => scene.Client.CreateDBSnapshotAsync(new AwsSnapshotRequest("s", "i"), Token));

        Assert.Equal("AwsSnapshotQuota", error.ErrorId);
    }

    [Theory]
    [InlineData("CANCELING", true)]
    [InlineData("COMPLETE", false)]
    public async Task A_cancellation_whose_answer_was_lost_is_seen_in_the_task(string status, bool isDone)
    {
        await using AwsScene scene = await AwsScene.SetAsync(request => request.Number switch
        {
            1 => AwsScene.Error(503, "ServiceUnavailable"),
            2 => AwsScene.Error(400, "InvalidExportTaskStateFault"),
            _ => AwsScene.Result(
                "DescribeExportTasks", $"<ExportTasks><ExportTask><ExportTaskIdentifier>t</ExportTaskIdentifier><Status>{status}</Status></ExportTask></ExportTasks>"),
        });
        Task<AwsSnapshotExport> cancelling = scene.Client.CancelExportTaskAsync("t", Token);

        if (isDone)
        {
            Assert.Equal(status, (await cancelling).Status);
        }
        else
        {
            Assert.Equal("AwsExportEnded", (await Assert.ThrowsAsync<AwsApiException>(() => cancelling)).ErrorId);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_ends_a_call_whose_answer_does_not_come(bool whileReading)
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task Stall()
        {
            cancel.Cancel();
            return ended.Task;
        }

        await using AwsScene scene = await AwsScene.SetAsync(_ => whileReading ? Empty() with { BreakAfterBody = Stall } : Empty() with { BeforeBody = Stall });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await scene.Client.DescribeDBInstancesAsync(new AwsInstanceQuery(), cancel.Token).CountAsync(cancel.Token));

        Assert.Single(scene.Server.Requests);
        ended.SetResult();
    }

    [Fact]
    public async Task Every_attempt_is_logged_without_secrets()
    {
        ConcurrentQueue<string> log = new();
        await using AwsScene scene = await AwsScene.SetAsync(
            request => request.Number == 1 ? Throttling : Empty(),
            credentials: () => Session("the-session-token"),
            log: (_, line) => log.Enqueue(line));

        await ListAsync(scene);

        Assert.Contains(log, line => line.StartsWith("DescribeDBInstances: Throttling", StringComparison.Ordinal) && line.EndsWith("request r-9", StringComparison.Ordinal));
        Assert.Contains(log, line => line.StartsWith("DescribeDBInstances: OK", StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains(AwsScene.Secret, StringComparison.Ordinal) || line.Contains("the-session-token", StringComparison.Ordinal));
    }

    private static Task<AwsScene> CreationAsync(ScriptedAnswer first, string existing, string refusal = "DBSnapshotAlreadyExists") => AwsScene.SetAsync(request => request.Number switch
    {
        1 => first,
        2 => AwsScene.Error(400, refusal),
        _ => AwsScene.Result(
            "DescribeDBSnapshots",
            $"<DBSnapshots><DBSnapshot><DBSnapshotIdentifier>s</DBSnapshotIdentifier>{existing}</DBSnapshot></DBSnapshots>"),
    });

    private static IEnumerable<string> Actions(AwsScene scene) =>
        scene.Server.Requests.Select(request => request.Body.Split('&')[0]["Action=".Length..]);

    private static Task<AWSCredentials> Session(string token) =>
        Task.FromResult<AWSCredentials>(new SessionAWSCredentials(AwsScene.KeyId, AwsScene.Secret, token));

    private static async Task ListAsync(AwsScene scene) =>
        await scene.Client.DescribeDBInstancesAsync(new AwsInstanceQuery(), Token).CountAsync(Token);

    private static ScriptedAnswer Empty() => AwsScene.Result("DescribeDBInstances", "");
}
