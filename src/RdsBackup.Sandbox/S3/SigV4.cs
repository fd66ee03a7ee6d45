using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace RdsBackup.Sandbox;

/// <summary>
/// AWS Signature Version 4 as received, in the Authorization header or in the query of a presigned link, computed again from
/// the request on the wire. Also signs the chunks of a streamed payload.
/// </summary>
internal sealed class SigV4
{
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";
    private static readonly string EmptyHash = Convert.ToHexStringLower(SHA256.HashData([]));
    private readonly string[] _signedHeaders;
    private readonly string _timestamp;
    private readonly string _scope;
    private readonly byte[] _signingKey;

    private SigV4(Fields fields, string secret)
    {
        string[] scope = fields.Credential.Split('/')[^4..];
        _signedHeaders = fields.SignedHeaders.Split(';');
        _timestamp = fields.Timestamp;
        _scope = string.Join('/', scope);
        Region = scope[1];
        Service = scope[2];
        Signature = fields.Signature;
        IsPresigned = fields.IsPresigned;
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string step in scope)
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        }

        _signingKey = key;
    }

    /// <summary>The region it is signed for.</summary>
    public string Region { get; }

    /// <summary>The service it is signed for.</summary>
    public string Service { get; }

    /// <summary>The signature sent: the seed of the chunk signatures.</summary>
    public string Signature { get; }

    /// <summary>Whether it came in the query.</summary>
    public bool IsPresigned { get; }

    /// <summary>Reads the signature of a request and checks it, its key, token and time.</summary>
    /// <param name="request">The request.</param>
    /// <param name="dialect">Which services' signatures are taken, and how they are refused.</param>
    /// <param name="keys">Knows the keys.</param>
    /// <param name="now">The service's time.</param>
    /// <param name="payloadHash">Hex of the body's SHA-256 where the service computes it; null to take what the request announces.</param>
    public static SigV4 Verify(HttpRequest request, SigV4Dialect dialect, S3Store keys, DateTimeOffset now, string? payloadHash = null)
    {
        Fields fields = Fields.Read(request) ?? throw new RefusedException(dialect.NotSigned);
        string[] scope = fields.Credential.Split('/');
        if (scope.Length < 5 || scope[^1] != "aws4_request" || !dialect.Services.Contains(scope[^2]) || Time(fields.Timestamp) is not { } signed)
        {
            throw new RefusedException(dialect.Malformed);
        }

        AccessKey key = keys.Key(string.Join('/', scope[..^4])) ?? throw new RefusedException(dialect.UnknownKey);
        CheckTime(fields, signed, dialect, now);
        SigV4 signature = new(fields, key.Secret);
        if (signature.Sign(Algorithm, signature.CanonicalRequestHash(request, payloadHash)) != fields.Signature)
        {
            throw new RefusedException(dialect.Mismatch);
        }

        CheckToken(request, key, dialect, now);
        return signature;
    }

    /// <summary>The region that a request says it is signed for, unchecked; "" when it says none.</summary>
    public static string RegionOf(HttpRequest request) =>
        Fields.Read(request)?.Credential.Split('/') is { Length: >= 5 } scope ? scope[^3] : "";

    /// <summary>The signature of a chunk, chained to the one before.</summary>
    public string SignChunk(string previous, byte[] dataHash) =>
        Sign($"{Algorithm}-PAYLOAD", $"{previous}\n{EmptyHash}\n{Convert.ToHexStringLower(dataHash)}");

    /// <summary>The signature of the trailing headers, chained to that of the last chunk.</summary>
    public string SignTrailer(string previous, string trailer) =>
        Sign($"{Algorithm}-TRAILER", $"{previous}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(trailer)))}");

    private string Sign(string algorithm, string what)
    {
        string toSign = $"{algorithm}\n{_timestamp}\n{_scope}\n{what}";
        return Convert.ToHexStringLower(HMACSHA256.HashData(_signingKey, Encoding.UTF8.GetBytes(toSign)));
    }

    private string CanonicalRequestHash(HttpRequest request, string? payloadHash)
    {
        string payload = payloadHash is not null ? payloadHash
            : IsPresigned ? request.Headers["x-amz-content-sha256"].FirstOrDefault(UnsignedPayload)!
            : request.Headers["x-amz-content-sha256"].ToString();
        string path = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        IEnumerable<string> segments = path.Split('/').Select(segment => Uri.EscapeDataString(Uri.UnescapeDataString(segment)));
        IEnumerable<string> query = request.Query
            .Where(pair => pair.Key != "X-Amz-Signature")
            .SelectMany(pair => pair.Value.Select(value => (Name: Uri.EscapeDataString(pair.Key), Value: Uri.EscapeDataString(value ?? ""))))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");
        IEnumerable<string> headers = _signedHeaders.Select(name => $"{name}:{HeaderValue(request, name)}\n");
        string canonical = string.Join('\n', request.Method, string.Join('/', segments), string.Join('&', query), string.Concat(headers), string.Join(';', _signedHeaders), payload);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    private static string HeaderValue(HttpRequest request, string name) =>
        string.Join(',', request.Headers[name].Select(value => string.Join(' ', (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    private static void CheckTime(Fields fields, DateTimeOffset signed, SigV4Dialect dialect, DateTimeOffset now)
    {
        if (fields.Lifetime is { } lifetime)
        {
            if (now > signed + lifetime)
            {
                throw new RefusedException(dialect.ExpiredLink);
            }
        }
        else if ((now - signed).Duration() > TimeSpan.FromMinutes(15))
        {
            throw new RefusedException(dialect.TooSkewed);
        }
    }

    private static void CheckToken(HttpRequest request, AccessKey key, SigV4Dialect dialect, DateTimeOffset now)
    {
        string? token = request.Headers["x-amz-security-token"].FirstOrDefault() ?? request.Query["X-Amz-Security-Token"].FirstOrDefault();
        if (token != key.SecurityToken)
        {
            throw new RefusedException(dialect.WrongToken);
        }

        if (key.Expires <= now)
        {
            throw new RefusedException(dialect.ExpiredToken);
        }
    }

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    /// <summary>The fields of a signature, wherever they came.</summary>
    private sealed record Fields(string Credential, string SignedHeaders, string Signature, string Timestamp, TimeSpan? Lifetime)
    {
        public bool IsPresigned => Lifetime is not null;

        public static Fields? Read(HttpRequest request)
        {
            if (request.Query["X-Amz-Algorithm"] == Algorithm)
            {
                IQueryCollection query = request.Query;
                return new Fields(query["X-Amz-Credential"].ToString(), query["X-Amz-SignedHeaders"].ToString(), query["X-Amz-Signature"].ToString(), query["X-Amz-Date"].ToString(), TimeSpan.FromSeconds(int.Parse(query["X-Amz-Expires"].ToString(), CultureInfo.InvariantCulture)));
            }

            string header = request.Headers.Authorization.ToString();
            if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
            {
                return null;
            }

            Dictionary<string, string> fields = header[Algorithm.Length..].Split(',')
                .Select(field => field.Trim().Split('=', 2)).Where(field => field.Length == 2).ToDictionary(field => field[0], field => field[1]);
            return new Fields(fields.GetValueOrDefault("Credential", ""), fields.GetValueOrDefault("SignedHeaders", ""), fields.GetValueOrDefault("Signature", ""), request.Headers["x-amz-date"].ToString(), null);
        }
    }
}
