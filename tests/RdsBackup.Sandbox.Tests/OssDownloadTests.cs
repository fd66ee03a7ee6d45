using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;
using Microsoft.Extensions.Time.Testing;

namespace RdsBackup.Sandbox.Tests;

/// <summary>OSS downloads by signed link, over plain sockets: the documented ways and the injected faults.</summary>
public sealed class OssDownloadTests : IAsyncLifetime
{
    private const int Length = 3_500_000;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly HttpClient _http = new();
    private SandboxCloud _cloud = null!;
    private OssObject _object = null!;
    private Uri _link = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false, TimeProvider = _clock }, Cancellation);
        _object = _cloud.Oss.Put(new OssObject("rdsbak", "rm-1/订单库 a+b_xb.qp", Content.Generated(1, Length, FileMagic.Qpress), _clock.GetUtcNow()));
        _link = _cloud.Oss.Link(_object);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task A_whole_download_has_the_announced_checksum()
    {
        using HttpResponseMessage answer = await GetAsync();
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Length, bytes.Length);
        Assert.Equal(FileMagic.Qpress.ToArray(), bytes[..8]);
        Assert.Equal(BitwiseCrc64(bytes).ToString(System.Globalization.CultureInfo.InvariantCulture), Crc(answer));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 1_048_580)]
    [InlineData(1_048_573, 2_097_155)]
    [InlineData(Length - 1, Length - 1)]
    public async Task A_range_is_that_part_of_the_whole_with_the_checksum_of_the_whole(long from, long to)
    {
        using HttpResponseMessage whole = await GetAsync();
        using HttpResponseMessage part = await GetAsync(new RangeHeaderValue(from, to));
        byte[] expected = (await whole.Content.ReadAsByteArrayAsync(Cancellation))[(int)from..(int)(to + 1)];

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(from, to, Length), part.Content.Headers.ContentRange);
        Assert.Equal(expected, await part.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(Crc(whole), Crc(part));
    }

    [Fact]
    public async Task A_range_beyond_the_object_answers_with_all_of_it()
    {
        using HttpResponseMessage answer = await GetAsync(new RangeHeaderValue(0, Length));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Length, answer.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task An_expired_link_says_when_it_expired()
    {
        _clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));

        using HttpResponseMessage answer = await GetAsync();
        XElement error = XElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(("AccessDenied", "Request has expired.", "2026-05-01T01:00:00.000Z"), (error.Element("Code")!.Value, error.Element("Message")!.Value, error.Element("Expires")!.Value));
        Assert.NotNull(error.Element("ServerTime"));
    }

    [Fact]
    public async Task Head_on_a_link_signed_for_get_and_a_changed_signature_are_refused()
    {
        using HttpRequestMessage head = new(HttpMethod.Head, _link);
        using HttpResponseMessage headAnswer = await _http.SendAsync(head, Cancellation);
        using HttpResponseMessage otherKey = await _http.GetAsync(_link.AbsoluteUri.Replace("rm-1", "rm-2", StringComparison.Ordinal), Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, headAnswer.StatusCode);
        Assert.Contains("SignatureDoesNotMatch", await otherKey.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task If_match_of_another_tag_fails()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, _link);
        request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"other\""));
        using HttpResponseMessage answer = await _http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
    }

    [Fact]
    public async Task The_internal_link_leads_to_the_other_port()
    {
        Uri link = _cloud.Oss.Link(_object, isInternal: true);
        using HttpResponseMessage answer = await _http.GetAsync(link, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(_cloud.InternalOssEndpoint.Port, link.Port);
        Assert.NotEqual(_cloud.OssEndpoint.Port, link.Port);
        Assert.True(_cloud.Oss.Requests.Single().IsInternal);
    }

    [Fact]
    public async Task A_tampered_download_differs_in_one_byte_and_announces_the_right_checksum()
    {
        byte[] right = await _http.GetByteArrayAsync(_link, Cancellation);
        _cloud.Oss.Faults.Inject(new Fault { FlipByteAt = 2_000_000 });

        using HttpResponseMessage answer = await GetAsync();
        byte[] wrong = await answer.Content.ReadAsByteArrayAsync(Cancellation);

        Assert.Equal([2_000_000], Enumerable.Range(0, Length).Where(index => right[index] != wrong[index]));
        Assert.Equal(_object.Content.Crc64.ToString(System.Globalization.CultureInfo.InvariantCulture), Crc(answer));
    }

    [Fact]
    public async Task Cut_and_truncated_downloads_fail_and_the_next_one_works()
    {
        _cloud.Oss.Faults.Inject(new Fault { CutAfter = 1_000_000 }, times: 1);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _http.GetByteArrayAsync(_link, Cancellation));
        _cloud.Oss.Faults.Inject(new Fault { TruncateAt = 1_000_000 }, times: 1);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _http.GetByteArrayAsync(_link, Cancellation));

        Assert.Equal(Length, (await _http.GetByteArrayAsync(_link, Cancellation)).Length);
    }

    [Fact]
    public async Task A_truncated_download_without_length_ends_cleanly()
    {
        _cloud.Oss.Faults.Inject(new Fault { TruncateAt = 1_000_000, NoLength = true });

        using HttpResponseMessage answer = await _http.GetAsync(_link, HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Null(answer.Content.Headers.ContentLength);
        Assert.Equal(1_000_000, (await answer.Content.ReadAsByteArrayAsync(Cancellation)).Length);
    }

    [Fact]
    public async Task Ranges_checksum_tag_and_content_range_can_be_spoilt()
    {
        RangeHeaderValue range = new(10, 19);
        _cloud.Oss.Faults.Inject(new Fault { IgnoreRange = true, NoChecksum = true }, times: 1);
        using HttpResponseMessage whole = await GetAsync(range);
        _cloud.Oss.Faults.Inject(new Fault { ETag = "\"new\"", ContentRange = "bytes 11-20/99" }, times: 1);
        using HttpResponseMessage odd = await GetAsync(range);

        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.False(whole.Headers.Contains("x-oss-hash-crc64ecma"));
        Assert.Equal("\"new\"", odd.Headers.ETag!.Tag);
        Assert.Equal(new ContentRangeHeaderValue(11, 20, 99), odd.Content.Headers.ContentRange);
    }

    [Fact]
    public async Task Errors_are_injected_for_some_requests_after_others()
    {
        _cloud.Oss.Faults.Inject(Fault.Error(503, "ServiceUnavailable"), times: 2, after: 1);
        List<HttpStatusCode> statuses = [];
        for (int attempt = 0; attempt < 4; attempt++)
        {
            using HttpResponseMessage answer = await GetAsync(new RangeHeaderValue(0, 0));
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.PartialContent, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.PartialContent], statuses);
        Assert.Equal([206, 503, 503, 206], _cloud.Oss.Requests.Select(request => request.Status));
    }

    [Fact]
    public async Task A_stall_ends_when_it_is_released()
    {
        TaskCompletionSource release = new();
        _cloud.Oss.Faults.Inject(new Fault { StallAfter = 1_000_000, StallUntil = _ => release.Task });

        Task<byte[]> download = _http.GetByteArrayAsync(_link, Cancellation);
        SandboxRequest seen = await FirstRequestAsync();
        Assert.False(download.IsCompleted);
        release.SetResult();

        Assert.Equal(Length, (await download).Length);
        Assert.Equal(Length, seen.BytesSent);
    }

    [Fact]
    public async Task Terabytes_need_no_disk_and_have_their_checksum_in_seconds()
    {
        const long Length = 1L << 40;
        OssObject huge = _cloud.Oss.Put(new OssObject("rdsbak", "huge", Content.Generated(2, Length, FileMagic.Qpress), _clock.GetUtcNow()));
        using HttpRequestMessage request = new(HttpMethod.Get, _cloud.Oss.Link(huge));
        request.Headers.Range = new RangeHeaderValue(Length - 4, Length - 1);

        using HttpResponseMessage answer = await _http.SendAsync(request, Cancellation);

        Assert.Equal(4, (await answer.Content.ReadAsByteArrayAsync(Cancellation)).Length);
        Assert.Equal($"bytes {Length - 4}-{Length - 1}/{Length}", answer.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task Different_seeds_give_different_bytes_and_the_same_seed_the_same()
    {
        byte[] first = new byte[100];
        byte[] same = new byte[100];
        byte[] other = new byte[100];
        await Content.Generated(1, 5_000_000).ReadAsync(4_000_000, first, Cancellation);
        await Content.Generated(1, 5_000_000).ReadAsync(4_000_000, same, Cancellation);
        await Content.Generated(2, 5_000_000).ReadAsync(4_000_000, other, Cancellation);

        Assert.Equal(first, same);
        Assert.NotEqual(first, other);
    }

    private async Task<HttpResponseMessage> GetAsync(RangeHeaderValue? range = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, _link);
        request.Headers.Range = range;
        return await _http.SendAsync(request, Cancellation);
    }

    private async Task<SandboxRequest> FirstRequestAsync()
    {
        while (true)
        {
            if (_cloud.Oss.Requests.FirstOrDefault() is { BytesSent: 1_000_000 } request)
            {
                return request;
            }

            await Task.Yield();
        }
    }

    private static string Crc(HttpResponseMessage answer) => answer.Headers.GetValues("x-oss-hash-crc64ecma").Single();

    // CRC-64/XZ by its definition, bit by bit: an oracle that shares nothing with the code under test.
    private static ulong BitwiseCrc64(byte[] bytes)
    {
        ulong state = ulong.MaxValue;
        foreach (byte value in bytes)
        {
            state ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                state = (state >> 1) ^ ((state & 1) * 0xC96C5795D7870F42);
            }
        }

        return ~state;
    }
}
