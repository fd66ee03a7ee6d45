using System.Net;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace RdsBackup.Aliyun;

/// <summary>An error body of the API, JSON or XML. Its texts are the server's own and may echo secrets.</summary>
/// <param name="HttpStatus">HTTP status code.</param>
/// <param name="Code">The API's code, or the empty text where something else answered, such as a proxy.</param>
/// <param name="Message">The API's message, or what the status means.</param>
/// <param name="RequestId">Id of the request.</param>
/// <param name="DiagnosticUrl">The API's page about this error (Recommend).</param>
/// <param name="MissingAction">The RAM action that was denied, if the body says so (AccessDeniedDetail.AuthAction).</param>
internal sealed record AliyunError(
    int HttpStatus, string Code, string Message, string? RequestId, string? DiagnosticUrl, string? MissingAction)
{
    private static readonly HashSet<string> TransientCodes = new(StringComparer.Ordinal)
    {
        "ServiceUnavailable", "ExternalFailure", "InvokeProxyFailure", "RequestMetaDataFailed", "SqlExecuteFailedOrTimeout",
        "SignatureNonceUsed",
    };

    /// <summary>What to do about it. The codes are those of the DescribeBackups page and the common error table of help.aliyun.com.</summary>
    public AliyunErrorClass Class => Code switch
    {
        _ when HttpStatus == 429 || Code.Contains("Throttling", StringComparison.Ordinal) => AliyunErrorClass.Throttled,
        "InvalidTimeStamp.Expired" => AliyunErrorClass.ClockSkew,
        _ when Code.StartsWith("InvalidSecurityToken.", StringComparison.Ordinal) => AliyunErrorClass.CredentialsRefused,
        _ when HttpStatus >= 500 || TransientCodes.Contains(Code) || Code.StartsWith("InternalError", StringComparison.Ordinal)
            => AliyunErrorClass.Transient,
        _ => AliyunErrorClass.Permanent,
    };

    /// <summary>Reads an error body; of one that is not the API's, such as a proxy's page, the status alone counts.</summary>
    public static AliyunError Parse(HttpStatusCode status, string body, string? requestIdHeader)
    {
        Func<string, string?> field = FieldsOfJson(body) ?? FieldsOfXml(body) ?? (_ => null);
        return new AliyunError(
            (int)status,
            field("Code") ?? "",
            field("Message") ?? $"HTTP {(int)status} {status}",
            field("RequestId") ?? requestIdHeader,
            field("Recommend"),
            field("AuthAction"));
    }

    // Gateways write Code as well as code; AuthAction lies inside AccessDeniedDetail.
    private static Func<string, string?>? FieldsOfJson(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement.Clone();
            return root.ValueKind != JsonValueKind.Object
                ? null
                : name => root.Text(name) ?? root.Text(char.ToLowerInvariant(name[0]) + name[1..])
                    ?? (root.Member("AccessDeniedDetail") is { ValueKind: JsonValueKind.Object } detail ? detail.Text(name) : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Func<string, string?>? FieldsOfXml(string body)
    {
        try
        {
            XElement root = XElement.Parse(body);
            return name => root.Descendants()
                .FirstOrDefault(element => string.Equals(element.Name.LocalName, name, StringComparison.OrdinalIgnoreCase))?.Value;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
