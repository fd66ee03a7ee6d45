namespace RdsBackup.Sandbox;

/// <summary>A request as the sandbox saw it: what fault rules look at, and what the request log keeps.</summary>
public sealed class SandboxRequest
{
    private long _bytesReceived;
    private long _bytesSent;

    /// <summary>HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The operation's name in its API, for example <c>DescribeBackups</c>, <c>GetObject</c>, <c>UploadPart</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The bucket of S3 and OSS, the region of RDS ("" when not given).</summary>
    public string Container { get; init; } = "";

    /// <summary>The object key of S3 and OSS, the instance id of Aliyun RDS, what a call to Amazon RDS is about; "" when there is none.</summary>
    public string Key { get; init; } = "";

    /// <summary>Query parameters, of Amazon RDS also those of the form, by name; names compare ignoring case.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>Request headers by name; several values are joined by commas.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it came by the internal (VPC) endpoint.</summary>
    public bool IsInternal { get; init; }

    /// <summary>When it arrived, by the sandbox's clock.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>HTTP status of the answer; 0 until its headers are sent.</summary>
    public int Status { get; internal set; }

    /// <summary>Bytes of the request's body read so far, with any chunk framing.</summary>
    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    /// <summary>Bytes of the answer's body written so far.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    internal void CountReceived(long bytes) => Interlocked.Add(ref _bytesReceived, bytes);

    internal void CountSent(long bytes) => Interlocked.Add(ref _bytesSent, bytes);
}
