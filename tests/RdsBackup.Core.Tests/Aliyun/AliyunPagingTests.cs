using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using RdsBackup.Aliyun;
using RdsBackup.Core.Tests.Scripting;
using RdsBackup.Diagnostics;

namespace RdsBackup.Core.Tests.Aliyun;

public sealed class AliyunPagingTests
{
    private static readonly AliyunBackupQuery Query = new(
        "rm-1", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly ConcurrentQueue<string> _warnings = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(250, 3)]
    public async Task Every_row_comes_once_and_in_order(int rows, int requests)
    {
        List<int> list = [.. Enumerable.Range(1, rows)];
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => Page(list, request));

        Assert.Equal(list, await ListAsync(server));
        Assert.Equal(requests, server.Requests.Count);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task The_first_row_is_there_before_the_second_page_is_asked_for()
    {
        List<int> list = [.. Enumerable.Range(1, 250)];
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => Page(list, request));
        using AliyunRdsClient client = Client(server);

        int seen = 0;
        await foreach (AliyunBackup _ in client.DescribeBackupsAsync(Query, TestContext.Current.CancellationToken))
        {
            seen++;
            Assert.Equal(((seen - 1) / 100) + 1, server.Requests.Count);
        }

        Assert.Equal(250, seen);
    }

    [Fact]
    public async Task A_list_that_grows_in_front_between_pages_repeats_and_loses_nothing()
    {
        List<int> list = [.. Enumerable.Range(1, 250)];
        int next = 1000;
        await using ScriptedServer server = await ScriptedServer.StartAsync(request =>
        {
            ScriptedAnswer answer = Page(list, request);
            if (request.Number <= 2)
            {
                list.InsertRange(0, [next++, next++]);
            }

            return answer;
        });

        List<int> rows = await ListAsync(server);

        Assert.Equal(list.Order(), rows.Order());
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task A_list_that_shrinks_in_front_between_pages_loses_no_row_that_is_still_there()
    {
        List<int> list = [.. Enumerable.Range(1, 250)];
        await using ScriptedServer server = await ScriptedServer.StartAsync(request =>
        {
            ScriptedAnswer answer = Page(list, request);
            if (request.Number == 1)
            {
                list.RemoveRange(0, 5); // rows 101 to 105 move to the page that was just read
            }

            return answer;
        });

        List<int> rows = await ListAsync(server);

        Assert.Equal(Enumerable.Range(1, 250), rows.Order());
    }

    [Fact]
    public Task Whatever_is_added_and_removed_between_pages_nothing_is_repeated_and_nothing_that_stayed_is_lost() =>
        Gen.Select(Gen.Int[0, 400], Gen.Select(Gen.Int[0, 120], Gen.Int[0, 120], Gen.Bool).Array[0, 4])
            .SampleAsync(
                async (count, changes) =>
                {
                    List<int> list = [.. Enumerable.Range(1, count)];
                    HashSet<int> stayed = [.. list];
                    int next = 1000;
                    await using ScriptedServer server = await ScriptedServer.StartAsync(request =>
                    {
                        ScriptedAnswer answer = Page(list, request);
                        if (request.Number <= changes.Length)
                        {
                            // Newest first, as the API lists; the oldest expire.
                            (int added, int removed, bool isExpiry) = changes[request.Number - 1];
                            list.InsertRange(0, Enumerable.Range(next, added));
                            next += added;
                            int gone = isExpiry ? Math.Min(removed, list.Count) : 0;
                            list.RemoveRange(list.Count - gone, gone);
                            stayed.IntersectWith(list);
                        }

                        return answer;
                    });

                    List<int> rows = await ListAsync(server);

                    Assert.Equal(rows.Count, rows.Distinct().Count());
                    Assert.Empty(stayed.Except(rows));
                },
                iter: 100);

    [Fact]
    public async Task A_server_that_answers_the_same_page_for_ever_is_an_error_not_an_endless_list()
    {
        List<int> list = [.. Enumerable.Range(1, 100_000)];
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Page(list, 1));

        var error = await Assert.ThrowsAsync<RdsBackupException>(() => ListAsync(server));

        Assert.Equal("AliyunInvalidResponse", error.ErrorId);
        Assert.InRange(server.Requests.Count, 2, 10);
    }

    [Fact]
    public async Task A_list_shorter_than_announced_is_read_again_and_then_warned_about()
    {
        List<int> list = [.. Enumerable.Range(1, 150)];
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => Page(list, request, total: "160"));

        Assert.Equal(list, await ListAsync(server));

        Assert.Contains("160", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"250\"")]
    [InlineData("null")]
    public async Task The_total_may_be_text_or_absent(string total)
    {
        List<int> list = [.. Enumerable.Range(1, 250)];
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => Page(list, request, total));

        Assert.Equal(list, await ListAsync(server));
    }

    private static ScriptedAnswer Page(List<int> list, ScriptedRequest request, string? total = null)
    {
        Assert.Equal("100", request.Query["PageSize"]);
        return Page(list, int.Parse(request.Query["PageNumber"], CultureInfo.InvariantCulture), total);
    }

    private static ScriptedAnswer Page(List<int> list, int number, string? total = null)
    {
        var rows = list.Skip((number - 1) * 100).Take(100).Select(id => new { BackupId = id });
        return new(200, $$$"""{"TotalRecordCount":{{{total ?? $"{list.Count}"}}},"Items":{"Backup":{{{JsonSerializer.Serialize(rows)}}}}}""");
    }

    private AliyunRdsClient Client(ScriptedServer server) => new(new AliyunClientOptions
    {
        RegionId = "cn-hangzhou",
        Endpoint = server.Address,
        AccessKeyId = "key",
        AccessKeySecret = "secret",
        Log = (level, line) =>
        {
            if (level == OperationLogLevel.Warning)
            {
                _warnings.Enqueue(line);
            }
        },
    });

    private async Task<List<int>> ListAsync(ScriptedServer server)
    {
        using AliyunRdsClient client = Client(server);
        IAsyncEnumerable<AliyunBackup> backups = client.DescribeBackupsAsync(Query, TestContext.Current.CancellationToken);
        return await backups
            .Select(backup => int.Parse(backup.BackupId, CultureInfo.InvariantCulture))
            .ToListAsync(TestContext.Current.CancellationToken);
    }
}
