using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RdsBackup.Core.Tests.Network;

/// <summary>https in front of a service that speaks http only. Its certificate signs itself.</summary>
public sealed class TlsFront : LoopbackListener
{
    private readonly Uri _service;
    private readonly X509Certificate2 _certificate;

    public TlsFront(Uri service, X509Certificate2 certificate)
    {
        _service = service;
        _certificate = certificate;
    }

    public Uri Address => new($"https://localhost:{Port}/");

    /// <summary>A certificate for localhost.</summary>
    public static X509Certificate2 CreateCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }

    protected override async Task HandleAsync(Stream client, CancellationToken cancellationToken)
    {
        await using SslStream secure = new(client);
        try
        {
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, cancellationToken);
        }
        catch (System.Security.Authentication.AuthenticationException)
        {
            return; // The other side does not trust it.
        }

        using TcpClient server = new();
        await server.ConnectAsync(_service.Host, _service.Port, cancellationToken);
        await JoinAsync(secure, server.GetStream(), cancellationToken);
    }
}
