using System.Net;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace RdsBackup.Sandbox.Tests;

/// <summary>The query protocol of RDS and STS: who is let in, in which shapes, and how refusals look.</summary>
public sealed class AwsQueryProtocolTests : AwsRdsTests
{
    private static readonly AwsQuery Query = new("DescribeDBInstances", "us-east-1", ("DBInstanceIdentifier", "orders"));

    [Fact]
    public async Task Requests_in_the_shape_of_other_sdks_are_accepted()
    {
        AwsQuery[] shapes =
        [
            Query,
            Query with { SendsContentHash = false },
            Query with { IsGet = true, SendsContentHash = false },
            Query with { HeaderCase = name => string.Join('-', name.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..])) },
        ];
        foreach (AwsQuery shape in shapes)
        {
            (HttpStatusCode status, XElement body) = await Rds.CallAsync(shape);

            Assert.True(status == HttpStatusCode.OK, $"{shape}: {body.Value}");
            Assert.Equal("orders", body.Descendants("DBInstanceIdentifier").First().Value);
        }
    }

    [Fact]
    public async Task Lists_take_the_names_of_their_members_or_member()
    {
        (string, string)[] named = [("Filters.Filter.1.Name", "engine"), ("Filters.Filter.1.Values.Value.1", "mysql"), ("Filters.Filter.1.Values.Value.2", "sqlserver-se")];
        (string, string)[] plain = [("Filters.member.1.Name", "engine"), ("Filters.member.1.Values.member.1", "mysql"), ("Filters.member.1.Values.member.2", "sqlserver-se")];

        string first = (await Rds.OkAsync("DescribeDBInstances", "us-east-1", named)).Value;
        string second = (await Rds.OkAsync("DescribeDBInstances", "us-east-1", plain)).Value;

        Assert.Contains("billing", first, StringComparison.Ordinal);
        Assert.DoesNotContain("ledger", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Refusals_are_xml_with_a_request_id_in_the_body_and_the_header()
    {
        using HttpResponseMessage answer = await Rds.SendAsync(Query with { Parameters = [("DBInstanceIdentifier", "unknown")] });
        XElement body = XElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        XNamespace ns = "http://rds.amazonaws.com/doc/2014-10-31/";

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(("Sender", "DBInstanceNotFound"), (body.Element(ns + "Error")!.Element(ns + "Type")!.Value, body.Element(ns + "Error")!.Element(ns + "Code")!.Value));
        Assert.Equal(answer.Headers.GetValues("x-amzn-RequestId").Single(), body.Element(ns + "RequestId")!.Value);
    }

    [Fact]
    public async Task Signatures_that_do_not_fit_are_refused()
    {
        AccessKey own = new(Cloud.S3.AccessKeyId, Cloud.S3.SecretAccessKey);

        Assert.Equal((403, "SignatureDoesNotMatch"), await ErrorAsync(Query with { Key = own with { Secret = "wrong" } }));
        Assert.Equal((403, "InvalidClientTokenId"), await ErrorAsync(Query with { Key = own with { Id = "AKIAUNKNOWN" } }));
        Assert.Equal((403, "InvalidClientTokenId"), await ErrorAsync(Query with { Key = own with { SecurityToken = "none of its own" } }));
        Assert.Equal((403, "SignatureDoesNotMatch"), await ErrorAsync(Query with { Skew = TimeSpan.FromMinutes(-20) }));
        Assert.Equal((400, "IncompleteSignature"), await ErrorAsync(Query with { Service = "s3" }));
    }

    [Fact]
    public async Task A_request_without_a_signature_is_refused()
    {
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync(new Uri(Cloud.AwsRds.Endpoint, "?Action=DescribeDBInstances&Version=2014-10-31"), Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("MissingAuthenticationToken", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_temporary_key_works_until_it_expires()
    {
        AccessKey key = new("ASIATEMP", "temporary secret", "token", Clock.GetUtcNow().AddMinutes(30));
        Cloud.S3.AddKey(key);

        (HttpStatusCode before, _) = await Rds.CallAsync(Query with { Key = key });
        Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(HttpStatusCode.OK, before);
        Assert.Equal((403, "ExpiredToken"), await ErrorAsync(Query with { Key = key }));
    }

    [Fact]
    public async Task Unknown_actions_and_versions_are_refused()
    {
        Assert.Equal((400, "InvalidAction"), await ErrorAsync(Query with { Action = "DeleteEverything" }));
        Assert.Equal((400, "InvalidAction"), await ErrorAsync(Query with { Version = "2012-01-15" }));
    }

    [Fact]
    public async Task A_denied_action_is_named_with_who_asked()
    {
        Cloud.AwsRds.Deny("rds:DescribeDBInstances");

        (HttpStatusCode status, XElement body) = await Rds.CallAsync(Query);

        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), (status, body.Element("Error")!.Element("Code")!.Value));
        Assert.Contains($"User: {Cloud.AwsRds.CallerArn} is not authorized to perform: rds:DescribeDBInstances", body.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_hit_the_operation_and_region_they_are_for_and_requests_are_counted()
    {
        Cloud.AwsRds.Faults.Inject(Fault.AwsThrottling, request => request is { Operation: "DescribeDBInstances", Container: "us-east-1" }, times: 1);
        Cloud.AwsRds.Faults.Inject(Fault.Error(503, "ServiceUnavailable"), request => request.Key == "ledger", times: 1);

        Assert.Equal((503, "ServiceUnavailable"), await ErrorAsync(new AwsQuery("DescribeDBClusters", "us-east-1", ("DBClusterIdentifier", "ledger"))));
        await Rds.OkAsync("DescribeDBInstances", "eu-west-1");
        Assert.Equal((400, "Throttling"), await ErrorAsync(Query));
        await Rds.OkAsync("DescribeDBInstances", "us-east-1");

        Assert.Equal(3, Cloud.AwsRds.Requests.Count(request => request.Operation == "DescribeDBInstances"));
        Assert.Equal([503, 200, 400, 200], Cloud.AwsRds.Requests.Select(request => request.Status));
    }

    [Fact]
    public async Task The_official_sdk_learns_who_it_is()
    {
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false }, Cancellation);
        using AmazonSecurityTokenServiceClient sts = new(
            new BasicAWSCredentials(cloud.S3.AccessKeyId, cloud.S3.SecretAccessKey),
            new AmazonSecurityTokenServiceConfig { ServiceURL = cloud.AwsRds.Endpoint.ToString(), AuthenticationRegion = "eu-west-1" });

        GetCallerIdentityResponse identity = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), Cancellation);

        Assert.Equal((AwsRdsAccount.AccountId, cloud.AwsRds.CallerArn), (identity.Account, identity.Arn));
    }

    private async Task<(int Status, string Code)> ErrorAsync(AwsQuery query) => AwsQueryClient.ErrorOf(await Rds.CallAsync(query));
}
