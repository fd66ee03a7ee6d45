using System.Security.Cryptography.X509Certificates;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Network;

/// <summary>
/// Whole copies in processes of their own whose environment names a proxy: every request to Alibaba Cloud, to the source and to S3 goes
/// through it, whoever sends it.
/// </summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private const string Password = "s3cretPassw0rd";
    private readonly string _home = Directory.CreateTempSubdirectory("rdsbackup-home-").FullName;
    private CopyScene _scene = null!;

    public async ValueTask InitializeAsync() => _scene = await CopyScene.CreateAsync(12 * CopyScene.MiB, internalReachable: false);

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Theory]
    [InlineData("HTTP_PROXY")]
    [InlineData("http_proxy")]
    [InlineData("ALL_PROXY")]
    public async Task Everything_goes_through_the_proxy_of_the_environment(string variable)
    {
        await using LoopbackProxy proxy = new();

        Assert.Equal("Verified", await CopyAsync(new() { [variable] = proxy.AddressFor() }));

        Assert.Equal(Asked(), proxy.Passed.Count);
        Assert.All(Services(), service => Assert.Contains(proxy.Passed, line => line.Contains(service, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_proxy_that_wants_a_password_gets_it_and_every_part_still_arrives_whole()
    {
        await using LoopbackProxy proxy = new($"me:{Password}");

        Assert.Equal("Verified", await CopyAsync(new() { ["HTTP_PROXY"] = proxy.AddressFor($"me:{Password}") }));

        Assert.NotEmpty(proxy.Refused);
        Assert.All(_scene.Cloud.S3.Requests.Where(request => request.Operation == "UploadPart"), part => Assert.Equal(200, part.Status));
        Assert.Equal(3, _scene.Count("UploadPart"));
    }

    [Theory]
    [InlineData("http_proxy")]
    [InlineData("HTTP_PROXY")]
    public async Task What_NO_PROXY_names_is_reached_directly(string variable)
    {
        await using LoopbackProxy proxy = new();

        Assert.Equal("Verified", await CopyAsync(new() { [variable] = proxy.AddressFor(), ["NO_PROXY"] = "127.0.0.1" }));

        Assert.Empty(proxy.Passed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("me:wrong" + Password)]
    public async Task A_proxy_that_refuses_is_one_clear_error_that_shows_no_password(string user)
    {
        await using LoopbackProxy proxy = new($"me:{Password}");

        string output = await CopyAsync(new() { ["HTTP_PROXY"] = proxy.AddressFor(user.Length == 0 ? null : user) });

        AssertProxyNamed(output, proxy, "407");
        Assert.Empty(_scene.Cloud.S3.Requests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_error_is_the_same_whichever_service_the_proxy_refuses(int service)
    {
        await using LoopbackProxy proxy = new($"me:{Password}");
        // Ports cannot be excluded, hosts can: the service in question is reached by another name.
        Dictionary<string, string?> environment = new() { ["HTTP_PROXY"] = proxy.AddressFor("me:wrong"), ["NO_PROXY"] = "127.0.0.1" };
        Uri aliyun = service == 0 ? ByName(_scene.Cloud.AliyunEndpoint) : _scene.Cloud.AliyunEndpoint;
        Uri s3 = service == 2 ? ByName(_scene.Cloud.S3Endpoint) : _scene.Cloud.S3Endpoint;
        _scene.Cloud.Oss.PublicEndpoint = service == 1 ? ByName(_scene.Cloud.OssEndpoint) : _scene.Cloud.OssEndpoint;

        string output = await CopyAsync(environment, (aliyun, s3));

        AssertProxyNamed(output, proxy, "407");
        Assert.Contains("localhost", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_goes_through_a_tunnel_of_the_proxy_with_its_password()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only OpenSSL takes trusted certificates from the environment.");
        await using LoopbackProxy proxy = new($"me:{Password}");
        using X509Certificate2 certificate = TlsFront.CreateCertificate();
        await using TlsFront aliyun = new(_scene.Cloud.AliyunEndpoint, certificate), oss = new(_scene.Cloud.OssEndpoint, certificate), s3 = new(_scene.Cloud.S3Endpoint, certificate);
        _scene.Cloud.Oss.PublicEndpoint = oss.Address;
        Dictionary<string, string?> environment = Trusting(certificate);
        environment["HTTPS_PROXY"] = proxy.AddressFor($"me:{Password}");

        Assert.Equal("Verified", await CopyAsync(environment, (aliyun.Address, s3.Address)));

        Assert.All([aliyun, oss, s3], front => Assert.Contains(proxy.Passed, line => line.StartsWith($"CONNECT localhost:{front.Port} ", StringComparison.Ordinal)));
        environment["HTTPS_PROXY"] = proxy.AddressFor("me:wrong");
        AssertProxyNamed(await CopyAsync(environment, (aliyun.Address, s3.Address)), proxy, "407");
    }

    [Fact]
    public async Task A_redirect_from_https_to_http_is_not_followed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only OpenSSL takes trusted certificates from the environment.");
        using X509Certificate2 certificate = TlsFront.CreateCertificate();
        await using TlsFront oss = new(_scene.Cloud.OssEndpoint, certificate);
        Uri plain = _scene.Cloud.Oss.Link(_scene.File);
        _scene.Cloud.Oss.PublicEndpoint = oss.Address;
        _scene.Cloud.Oss.Faults.Inject(Fault.Redirect(plain, 302));

        string output = await CopyAsync(Trusting(certificate));

        Assert.StartsWith("SourceRedirected: ", output, StringComparison.Ordinal);
        Assert.Contains($"http://{plain.Authority}", output, StringComparison.Ordinal);
        Assert.Single(_scene.Cloud.Oss.Requests);
    }

    private static void AssertProxyNamed(string output, LoopbackProxy proxy, string answer)
    {
        Assert.StartsWith("ProxyRefused: ", output, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{proxy.Port}", output, StringComparison.Ordinal);
        Assert.Contains(answer, output, StringComparison.Ordinal);
        Assert.Contains("NO_PROXY", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, output, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", output, StringComparison.Ordinal);
    }

    private static Uri ByName(Uri address) => new UriBuilder(address) { Host = "localhost" }.Uri;

    private string[] Services() => [_scene.Cloud.AliyunEndpoint.Authority, _scene.Cloud.OssEndpoint.Authority, _scene.Cloud.S3Endpoint.Authority];

    private int Asked() => _scene.Cloud.Aliyun.Requests.Count + _scene.Cloud.Oss.Requests.Count + _scene.Cloud.S3.Requests.Count;

    private Dictionary<string, string?> Trusting(X509Certificate2 certificate)
    {
        string path = Path.Combine(_home, "trusted.pem");
        File.WriteAllText(path, certificate.ExportCertificatePem());
        return new() { ["SSL_CERT_FILE"] = path };
    }

    private Task<string> CopyAsync(Dictionary<string, string?> environment, (Uri Aliyun, Uri S3)? endpoints = null) =>
        TestProcess.ReadAsync(CopyProcess.Start(_scene.Cloud, CopyScene.InstanceId, _home, environment, endpoints));
}
