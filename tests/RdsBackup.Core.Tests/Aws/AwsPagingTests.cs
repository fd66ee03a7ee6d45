using RdsBackup.Aws;
using RdsBackup.Core.Tests.Scripting;

namespace RdsBackup.Core.Tests.Aws;

public sealed class AwsPagingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_follow_the_marker_until_there_is_none()
    {
        await using AwsScene scene = await AwsScene.SetAsync(request => Page(
            request.Number, request.Number switch { 1 => "a+b/c==", 2 => "second", _ => null }));

        List<string> ids = await Ids(scene).ToListAsync(Token);

        Assert.Equal(["s1", "s2", "s3"], ids);
        Assert.Equal(
            ["", "&Marker=a%2Bb%2Fc%3D%3D", "&Marker=second"],
            scene.Server.Requests.Select(request => request.Body[request.Body.IndexOf("100", StringComparison.Ordinal)..][3..]));
    }

    [Fact]
    public async Task A_page_is_asked_for_when_its_first_row_is_wanted()
    {
        await using AwsScene scene = await AwsScene.SetAsync(request => Page(request.Number, $"m{request.Number}"));

        Assert.Equal("s1", await Ids(scene).FirstAsync(Token));

        Assert.Single(scene.Server.Requests);
    }

    [Theory]
    [InlineData(1, 2)] // the same marker at once
    [InlineData(2, 3)] // two that alternate
    public async Task Markers_that_return_end_the_walk_with_an_error(int different, int requests)
    {
        await using AwsScene scene = await AwsScene.SetAsync(request => Page(request.Number, $"m{request.Number % different}"));

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(async () => await Ids(scene).Take(10).CountAsync(Token));

        Assert.Equal(("AwsListRepeats", RdsBackupErrorKind.Service), (error.ErrorId, error.Kind));
        Assert.Equal(requests, scene.Server.Requests.Count);
    }

    [Fact]
    public async Task Ten_thousand_snapshots_come_once_each_in_a_hundred_calls()
    {
        await using AwsScene scene = await AwsScene.SetAsync(request =>
        {
            string rows = string.Concat(Enumerable.Range((request.Number - 1) * 100, 100).Select(i => $"<DBSnapshot><DBSnapshotIdentifier>s{i}</DBSnapshotIdentifier></DBSnapshot>"));
            string marker = request.Number < 100 ? $"<Marker>m{request.Number}</Marker>" : "<Marker/>";
            return AwsScene.Result("DescribeDBSnapshots", $"<DBSnapshots>{rows}</DBSnapshots>{marker}");
        });

        HashSet<string> ids = [];
        await foreach (string id in Ids(scene))
        {
            Assert.True(ids.Add(id));
        }

        Assert.Equal((10_000, 100), (ids.Count, scene.Server.Requests.Count));
    }

    private static IAsyncEnumerable<string> Ids(AwsScene scene) =>
        scene.Client.DescribeDBSnapshotsAsync(new AwsSnapshotQuery(), Token).Select(snapshot => snapshot.SnapshotId);

    private static ScriptedAnswer Page(int number, string? marker) => AwsScene.Result(
        "DescribeDBSnapshots",
        $"<DBSnapshots><DBSnapshot><DBSnapshotIdentifier>s{number}</DBSnapshotIdentifier></DBSnapshot></DBSnapshots>"
            + (marker is null ? "" : $"<Marker>{marker}</Marker>"));
}
