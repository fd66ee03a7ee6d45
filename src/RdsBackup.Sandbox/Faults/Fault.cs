namespace RdsBackup.Sandbox;

/// <summary>
/// What goes wrong with one request. Properties compose: a fault may stall and then cut. The answer-shaping ones
/// (<see cref="FlipByteAt"/> to <see cref="ContentRange"/>) act where an object's bytes are served, by OSS or S3.
/// </summary>
public sealed record Fault
{
    /// <summary>Answer with this error instead of doing the work.</summary>
    public Refusal? Refuse { get; init; }

    /// <summary>Awaited before anything else; a task that a test completes, or one that never ends, makes a stall.</summary>
    public Func<CancellationToken, Task>? Before { get; init; }

    /// <summary>Reset the connection after so many bytes of the answer's body; 0 does the work and loses the answer.</summary>
    public long? CutAfter { get; init; }

    /// <summary>Reset the connection after so many bytes of the request's body were read.</summary>
    public long? CutRequestAfter { get; init; }

    /// <summary>Flip the lowest bit of the byte at this offset of the request's body, its framing included, before anything looks at it.</summary>
    public long? FlipRequestByteAt { get; init; }

    /// <summary>Send only so many bytes of the body: an early close, or a clean early end with <see cref="NoLength"/>.</summary>
    public long? TruncateAt { get; init; }

    /// <summary>Stop after so many bytes of the answer's body until <see cref="StallUntil"/>.</summary>
    public long? StallAfter { get; init; }

    /// <summary>Ends a stall; forever (until the client leaves) when null.</summary>
    public Func<CancellationToken, Task>? StallUntil { get; init; }

    /// <summary>Flip the lowest bit of the byte at this offset of the object, while the right checksum is announced.</summary>
    public long? FlipByteAt { get; init; }

    /// <summary>Answer every ranged request with 200 and the whole object.</summary>
    public bool IgnoreRange { get; init; }

    /// <summary>Leave out the checksum header.</summary>
    public bool NoChecksum { get; init; }

    /// <summary>Leave out Content-Length: the body is chunked.</summary>
    public bool NoLength { get; init; }

    /// <summary>Announce that the body is encoded so, which it is not; OSS only.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>Announce, and compare If-Match with, this ETag instead of the object's: the source has changed.</summary>
    public string? ETag { get; init; }

    /// <summary>Send this Content-Range instead of the right one.</summary>
    public string? ContentRange { get; init; }

    /// <summary>An error answer.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">Error code.</param>
    /// <param name="message">Error sentence.</param>
    public static Fault Error(int status, string code, string message = "Injected by the sandbox.") =>
        new() { Refuse = new Refusal(status, code, message) };

    /// <summary>An answer that sends the client elsewhere, and tries to leave it a cookie.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="status">301 to 308.</param>
    public static Fault Redirect(Uri target, int status = 307) => new()
    {
        Refuse = new Refusal(status, "TemporaryRedirect", "Please use the other address.")
        {
            Headers = new Dictionary<string, string> { ["Location"] = target.AbsoluteUri, ["Set-Cookie"] = "session=sandbox" },
        },
    };

    /// <summary>Aliyun's throttling: Throttling.User with the wait in milliseconds in x-acs-retry-after.</summary>
    /// <param name="retryAfter">The wait that the service asks for.</param>
    public static Fault AliyunThrottling(TimeSpan retryAfter) => new()
    {
        Refuse = new Refusal(400, "Throttling.User", "Request was denied due to user flow control.")
        {
            Headers = new Dictionary<string, string>
            {
                ["x-acs-retry-after"] = ((long)retryAfter.TotalMilliseconds).ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
        },
    };

    /// <summary>The throttling of Amazon RDS: 400 Throttling.</summary>
    public static Fault AwsThrottling { get; } = Error(400, "Throttling", "Rate exceeded");

    /// <summary>S3's throttling: 503 SlowDown.</summary>
    public static Fault SlowDown { get; } = Error(503, "SlowDown", "Please reduce your request rate.");
}
