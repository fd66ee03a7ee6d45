using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>The OpenAPI gateway in front of RDS and STS: signatures, nonces, permissions, and the form of answers.</summary>
internal sealed class AliyunService(AliyunAccount account, TimeProvider time) : EmulatedService(time, account.Faults, account.Requests)
{
    public const string AllRegions = "";
    private const string AnonymousAction = "AssumeRoleWithOIDC";
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(15);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> _nonces = new(StringComparer.Ordinal);
    private readonly RdsOperations _rds = new(account);
    private readonly StsOperations _sts = new(account);

    protected override ValueTask<SandboxRequest> DescribeAsync(HttpContext http, string listener)
    {
        Dictionary<string, string> query = QueryOf(http);
        return new(new SandboxRequest
        {
            Method = http.Request.Method,
            Operation = http.Request.Headers["x-acs-action"].FirstOrDefault() ?? query.GetValueOrDefault("Action", ""),
            Container = listener == AllRegions ? query.GetValueOrDefault("RegionId", "") : listener,
            Key = query.GetValueOrDefault("DBInstanceId", ""),
            Query = query,
            Headers = HeadersOf(http),
            Time = Time.GetUtcNow(),
        });
    }

    protected override async Task HandleAsync(HttpContext http, SandboxRequest request, Fault fault)
    {
        byte[] body = await ReadBodyAsync(http);
        AccessKey? caller = request.Operation == AnonymousAction ? null : Authenticate(http.Request, request, body);
        if (account.IsDenied(request.Operation))
        {
            throw Denied(request.Operation);
        }

        JsonObject answer = Operation(request)?.Invoke(new AcsParameters(request, body, caller))
            ?? throw new RefusedException(404, "InvalidApi.NotFound", "Specified api is not found, please check your url and method.");
        await WriteJsonAsync(http, request, answer);
    }

    protected override async Task WriteErrorAsync(HttpContext http, SandboxRequest request, Refusal refusal)
    {
        JsonObject error = new()
        {
            ["Code"] = refusal.Code,
            ["Message"] = refusal.Message,
            ["HostId"] = http.Request.Host.Value,
            ["Recommend"] = $"https://api.aliyun.com/troubleshoot?q={refusal.Code}&product=Rds",
        };
        foreach ((string name, JsonNode? value) in refusal.Details ?? [])
        {
            error[name] = value?.DeepClone();
        }

        if (!account.ErrorsAsXml)
        {
            await WriteJsonAsync(http, request, error);
            return;
        }

        error["RequestId"] = NewRequestId(http);
        http.Response.ContentType = "text/xml;charset=utf-8";
        await http.Response.WriteAsync("<?xml version='1.0' encoding='UTF-8'?>" + ToXml("Error", error), http.RequestAborted);
    }

    private Func<AcsParameters, JsonObject>? Operation(SandboxRequest request) => request.Operation switch
    {
        "DescribeRegions" => _rds.DescribeRegions,
        "DescribeDBInstances" => _rds.DescribeDBInstances,
        "DescribeDBInstanceAttribute" => _rds.DescribeDBInstanceAttribute,
        "DescribeBackups" => _rds.DescribeBackups,
        "DescribeBackupPolicy" => _rds.DescribeBackupPolicy,
        "DescribeBinlogFiles" => _rds.DescribeBinlogFiles,
        "DescribeLogBackupFiles" => _rds.DescribeLogBackupFiles,
        "AssumeRole" => _sts.AssumeRole,
        "GetCallerIdentity" => _sts.GetCallerIdentity,
        AnonymousAction => _sts.AssumeRoleWithOidc,
        _ => null,
    };

    private AccessKey Authenticate(HttpRequest http, SandboxRequest request, byte[] body)
    {
        AcsSignature signature = AcsSignature.Parse(http.Headers.Authorization)
            ?? throw new RefusedException(400, "IncompleteSignature", "The request signature does not conform to Aliyun standards.");
        DateTimeOffset date = AcsTime.Parse(http.Headers["x-acs-date"], AcsTime.Seconds)
            ?? throw new RefusedException(400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");
        if ((date - Time.GetUtcNow()).Duration() > AllowedSkew)
        {
            throw new RefusedException(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
        }

        AccessKey key = account.Key(signature.AccessKeyId)
            ?? throw new RefusedException(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
        string payloadHash = Convert.ToHexStringLower(SHA256.HashData(body));
        if (http.Headers["x-acs-content-sha256"] != payloadHash || !signature.Matches(http, payloadHash, key.Secret))
        {
            throw new RefusedException(400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation.");
        }

        CheckToken(key, request);
        if (!_nonces.TryAdd(http.Headers["x-acs-signature-nonce"].ToString(), true))
        {
            throw new RefusedException(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
        }

        return key;
    }

    private void CheckToken(AccessKey key, SandboxRequest request)
    {
        if (request.Headers.GetValueOrDefault("x-acs-security-token") != key.SecurityToken)
        {
            throw new RefusedException(400, "InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken mismatch with the AccessKey.");
        }

        if (key.Expires <= Time.GetUtcNow())
        {
            throw new RefusedException(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
        }
    }

    private RefusedException Denied(string action) => new(new Refusal(403, "Forbidden.RAM", "User not authorized to operate on the specified resource, or this API doesn't support RAM.")
    {
        Details = new JsonObject
        {
            ["AccessDeniedDetail"] = new JsonObject
            {
                ["AuthAction"] = $"rds:{action}",
                ["AuthPrincipalDisplayName"] = "sandbox-user",
                ["AuthPrincipalOwnerId"] = account.AccountId,
                ["AuthPrincipalType"] = "SubUser",
                ["EncodedDiagnosticMessage"] = "AQIBIAAAAPHsandbox",
                ["NoPermissionType"] = "ImplicitDeny",
                ["PolicyType"] = "AccountLevelIdentityBasedPolicy",
            },
        },
    });

    private static async Task<byte[]> ReadBodyAsync(HttpContext http)
    {
        using MemoryStream body = new();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.ToArray();
    }

    private static async Task WriteJsonAsync(HttpContext http, SandboxRequest request, JsonObject answer)
    {
        answer["RequestId"] = NewRequestId(http);
        http.Response.ContentType = "application/json;charset=utf-8";
        await http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
    }

    private static string NewRequestId(HttpContext http)
    {
        string id = Guid.NewGuid().ToString().ToUpperInvariant();
        http.Response.Headers["x-acs-request-id"] = id;
        return id;
    }

    private static XElement ToXml(string name, JsonNode? node) => node is JsonObject fields
        ? new XElement(name, fields.Select(field => ToXml(field.Key, field.Value)))
        : new XElement(name, node?.ToString());
}
