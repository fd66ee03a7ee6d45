namespace RdsBackup.Sandbox;

/// <summary>An emulated cloud on loopback ports: ApsaraDB RDS with STS, OSS downloads, S3, Amazon RDS with STS, and the group robots of WeCom.</summary>
public sealed class SandboxCloud : IAsyncDisposable
{
    // A port nobody listens on: what an internal link is outside Alibaba's network.
    private static readonly Uri Unreachable = new("http://127.0.0.1:1/");
    private readonly List<WebApplication> _listeners = [];
    private readonly SandboxOptions _options;
    private readonly DirectoryInfo? _temporary;

    private SandboxCloud(SandboxOptions options)
    {
        _options = options;
        _temporary = options.DataDirectory is null ? Directory.CreateTempSubdirectory("rdsbackup-sandbox-") : null;
        Oss = new OssStore(options.TimeProvider);
        Aliyun = new AliyunAccount(options.TimeProvider, Oss);
        S3 = new S3Store(options.TimeProvider, options.DataDirectory ?? _temporary!.FullName, options.S3Sink);
        AwsRds = new AwsRdsAccount(options.TimeProvider, S3, Unreachable) { Pace = options.AwsPace };
        WeCom = new WeComStore(options.TimeProvider);
    }

    /// <summary>RDS and STS of all regions.</summary>
    public Uri AliyunEndpoint { get; private set; } = Unreachable;

    /// <summary>Where public download links lead.</summary>
    public Uri OssEndpoint => Oss.PublicEndpoint;

    /// <summary>Where internal download links lead.</summary>
    public Uri InternalOssEndpoint => Oss.InternalEndpoint;

    /// <summary>S3, path style.</summary>
    public Uri S3Endpoint { get; private set; } = Unreachable;

    /// <summary>The Alibaba Cloud account.</summary>
    public AliyunAccount Aliyun { get; }

    /// <summary>The files behind download links.</summary>
    public OssStore Oss { get; }

    /// <summary>The S3 store.</summary>
    public S3Store S3 { get; }

    /// <summary>Amazon RDS and STS.</summary>
    public AwsRdsAccount AwsRds { get; }

    /// <summary>The group robots of WeCom.</summary>
    public WeComStore WeCom { get; }

    /// <summary>Starts the cloud.</summary>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <exception cref="IOException">A port of <see cref="SandboxOptions.PortBase"/> is in use.</exception>
    public static async Task<SandboxCloud> StartAsync(SandboxOptions? options = null, CancellationToken ct = default)
    {
        SandboxCloud cloud = new(options ?? new SandboxOptions());
        try
        {
            await cloud.ListenAsync(ct);
            cloud.Fill();
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the services and deletes temporary data.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (WebApplication listener in _listeners)
        {
            await listener.DisposeAsync();
        }

        _listeners.Clear();
        AwsRds.Dispose();
        if (_temporary is { Exists: true })
        {
            _temporary.Delete(recursive: true);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        TimeProvider time = _options.TimeProvider;
        AliyunService rds = new(Aliyun, time);
        OssService oss = new(Oss, time);
        AliyunEndpoint = await AddAsync(rds, AliyunService.AllRegions, cancellationToken);
        Oss.PublicEndpoint = _options.DownloadEndpoint ?? await AddAsync(oss, OssService.PublicListener, cancellationToken);
        Oss.InternalEndpoint = _options.InternalReachable ? await AddAsync(oss, OssService.InternalListener, cancellationToken) : Unreachable;
        S3Endpoint = await AddAsync(new S3Service(S3, time), "", cancellationToken);
        foreach (string region in _options.AliyunRegions)
        {
            Aliyun.SetEndpoint(region, await AddAsync(rds, region, cancellationToken));
        }

        AwsRds.Endpoint = await AddAsync(new AwsQueryService(AwsRds, time), "", cancellationToken);
        WeCom.Endpoint = await AddAsync(new WeComService(WeCom, time), "", cancellationToken);
    }

    private async Task<Uri> AddAsync(EmulatedService service, string listener, CancellationToken cancellationToken)
    {
        int port = _options.PortBase is { } first ? first + _listeners.Count : 0;
        WebApplication application = await service.ListenAsync(_options.Address, port, listener, cancellationToken);
        _listeners.Add(application);
        return EmulatedService.EndpointOf(application);
    }

    private void Fill()
    {
        if (_options.Seed)
        {
            DateTimeOffset now = _options.TimeProvider.GetUtcNow().TruncateToSeconds();
            new Seed(this, now).Plant();
            new AwsSeed(this, now).Plant();
        }

        if (_options.BackupsDirectory is { } folder)
        {
            FolderBackups.Add(Aliyun, new DirectoryInfo(folder));
        }
    }
}
