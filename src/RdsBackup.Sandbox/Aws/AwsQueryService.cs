using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.WebUtilities;

namespace RdsBackup.Sandbox;

/// <summary>Amazon RDS and STS GetCallerIdentity, which speak the query protocol: parameters in a form or in the query, answers in XML.</summary>
internal sealed class AwsQueryService : EmulatedService
{
    private const string RequestId = "x-amzn-RequestId";
    private static readonly XNamespace RdsNamespace = "http://rds.amazonaws.com/doc/2014-10-31/";
    private static readonly XNamespace StsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";
    // What a request is about, the most telling first.
    private static readonly string[] KeyParameters =
    [
        "ExportTaskIdentifier", "TargetDBSnapshotIdentifier", "TargetDBClusterSnapshotIdentifier", "DBSnapshotIdentifier",
        "DBClusterSnapshotIdentifier", "DBInstanceIdentifier", "DBClusterIdentifier", "ResourceName",
    ];

    private readonly AwsRdsAccount _account;
    private readonly AwsRdsDescribeOperations _describe;
    private readonly AwsRdsSnapshotOperations _snapshots;
    private readonly AwsRdsExportOperations _exports;

    public AwsQueryService(AwsRdsAccount account, TimeProvider time)
        : base(time, account.Faults, account.Requests)
    {
        _account = account;
        _describe = new AwsRdsDescribeOperations(account, time);
        _snapshots = new AwsRdsSnapshotOperations(account, _describe, time);
        _exports = new AwsRdsExportOperations(account, _describe, time);
    }

    protected override async ValueTask<SandboxRequest> DescribeAsync(HttpContext http, string listener)
    {
        Dictionary<string, string> parameters = QueryOf(http);
        MemoryStream body = new();
        http.Response.RegisterForDispose(body);
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        foreach ((string name, var value) in QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.ToArray())))
        {
            parameters[name] = value.ToString();
        }

        body.Position = 0;
        http.Request.Body = body;
        http.Response.Headers[RequestId] = Guid.NewGuid().ToString();
        return new SandboxRequest
        {
            Method = http.Request.Method,
            Operation = parameters.GetValueOrDefault("Action", ""),
            Container = SigV4.RegionOf(http.Request),
            Key = KeyParameters.Select(name => parameters.GetValueOrDefault(name)).FirstOrDefault(value => value is not null) ?? "",
            Query = parameters,
            Headers = HeadersOf(http),
            Time = Time.GetUtcNow(),
        };
    }

    protected override async Task HandleAsync(HttpContext http, SandboxRequest request, Fault fault)
    {
        string payloadHash = Convert.ToHexStringLower(await SHA256.HashDataAsync(http.Request.Body, http.RequestAborted));
        AwsQueryCall call = new(request, SigV4.Verify(http.Request, SigV4Dialect.Query, _account.S3, Time.GetUtcNow(), payloadHash));
        XElement result = call.Service == "sts" ? GetCallerIdentity(call) : await InvokeAsync(call, http.RequestAborted);
        XElement answer = new(
            $"{call.Operation}Response",
            result,
            new XElement("ResponseMetadata", new XElement("RequestId", http.Response.Headers[RequestId].ToString())));
        await XmlBody.WriteAsync(http, call.Service == "sts" ? StsNamespace : RdsNamespace, answer, "text/xml");
    }

    protected override Task WriteErrorAsync(HttpContext http, SandboxRequest request, Refusal refusal)
    {
        XElement error = new(
            "ErrorResponse",
            new XElement(
                "Error",
                new XElement("Type", refusal.Status < StatusCodes.Status500InternalServerError ? "Sender" : "Receiver"),
                new XElement("Code", refusal.Code),
                new XElement("Message", refusal.Message)),
            new XElement("RequestId", http.Response.Headers[RequestId].ToString()));
        return XmlBody.WriteAsync(http, RdsNamespace, error, "text/xml");
    }

    private async Task<XElement> InvokeAsync(AwsQueryCall call, CancellationToken cancellationToken)
    {
        CheckVersion(call, "2014-10-31");
        _account.Authorize($"rds:{call.Operation}", $"arn:{AwsArn.PartitionOf(call.Region)}:rds:{call.Region}:{AwsRdsAccount.AccountId}:*");
        return call.Operation switch
        {
            "DescribeDBInstances" => _describe.DescribeDBInstances(call),
            "DescribeDBClusters" => _describe.DescribeDBClusters(call),
            "DescribeDBSnapshots" => _describe.DescribeDBSnapshots(call),
            "DescribeDBClusterSnapshots" => _describe.DescribeDBClusterSnapshots(call),
            "ListTagsForResource" => _describe.ListTagsForResource(call),
            "CreateDBSnapshot" => _snapshots.CreateDBSnapshot(call),
            "CreateDBClusterSnapshot" => _snapshots.CreateDBClusterSnapshot(call),
            "CopyDBSnapshot" => _snapshots.CopyDBSnapshot(call),
            "CopyDBClusterSnapshot" => _snapshots.CopyDBClusterSnapshot(call),
            "StartExportTask" => await _exports.StartExportTaskAsync(call, cancellationToken),
            "DescribeExportTasks" => _exports.DescribeExportTasks(call),
            "CancelExportTask" => _exports.CancelExportTask(call),
            _ => throw UnknownAction(call),
        };
    }

    private XElement GetCallerIdentity(AwsQueryCall call)
    {
        CheckVersion(call, "2011-06-15");
        return call.Operation == "GetCallerIdentity"
            ? call.Result(
                new XElement("Arn", _account.CallerArn),
                new XElement("UserId", "AIDASANDBOX0000000001"),
                new XElement("Account", AwsRdsAccount.AccountId))
            : throw UnknownAction(call);
    }

    private static void CheckVersion(AwsQueryCall call, string version)
    {
        if (call.Required("Version") != version)
        {
            throw UnknownAction(call);
        }
    }

    private static RefusedException UnknownAction(AwsQueryCall call) =>
        new(400, "InvalidAction", $"Could not find operation {call.Operation} for version {call["Version"]}");
}
