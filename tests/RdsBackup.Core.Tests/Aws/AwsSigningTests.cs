using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using RdsBackup.Aws;
using RdsBackup.Core.Tests.Scripting;
using RdsBackup.S3;

namespace RdsBackup.Core.Tests.Aws;

/// <summary>Signature V4 of a request to rds in us-east-1; the expected values were made with botocore 1.43.</summary>
public sealed class AwsSigningTests
{
    private const string Body = "Action=DescribeDBSnapshots&Version=2014-10-31&MaxRecords=100&SnapshotType=manual";
    private const string WithPayloadHash = "5044544c49ff99ae106b646c9d7cb507d84c5425a95829bfcd0adfba3949935e";
    private const string WithoutPayloadHash = "871abb845ac722f14d82570d270f061d52731beff388a6acec75ebee7d3baf71";
    private static readonly DateTime Moment = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_request_as_the_SDK_signs_it_has_the_known_signature()
    {
        AwsRdsConfig config = new("us-east-1", new AwsClientOptions(), retries: 0);
        AwsQueryBody body = new AwsQueryBody("DescribeDBSnapshots").Add("MaxRecords", 100).Add("SnapshotType", "manual");
        IRequest request = new AwsQueryMarshaller().Marshall(new AwsQueryRequest(body));
        request.Endpoint = new Uri("https://rds.us-east-1.amazonaws.com/");

        AWS4SigningResult signed = new AWS4Signer().SignRequest(request, config, null, AwsScene.KeyId, AwsScene.Secret, Moment);

        Assert.Equal(Body, Encoding.UTF8.GetString(request.Content));
        Assert.Equal("content-type;host;x-amz-content-sha256;x-amz-date", signed.SignedHeaders);
        Assert.Equal(WithPayloadHash, signed.Signature);
    }

    [Theory]
    [InlineData(true, WithPayloadHash)]
    [InlineData(false, WithoutPayloadHash)]
    public void Our_own_signature_V4_gives_the_known_signatures_too(bool withPayloadHash, string expected)
    {
        string hash = Sha256(Body);
        SortedList<string, string> headers = new(StringComparer.Ordinal)
        {
            ["content-type"] = "application/x-www-form-urlencoded; charset=utf-8",
            ["host"] = "rds.us-east-1.amazonaws.com",
            ["x-amz-date"] = "20260102T030405Z",
        };
        if (withPayloadHash)
        {
            headers["x-amz-content-sha256"] = hash;
        }

        string authorization = SignatureV4.Authorize(
            ("POST", "/", ""), headers, hash, ("us-east-1", "rds"), (AwsScene.KeyId, AwsScene.Secret));

        Assert.EndsWith($"Signature={expected}", authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_request_is_signed_over_its_body_and_its_session()
    {
        await using AwsScene scene = await AwsScene.SetAsync(_ => AwsScene.Result("DescribeDBInstances", ""), sessionToken: "the-session-token");

        await scene.Client.DescribeDBInstancesAsync(new AwsInstanceQuery("订单"), Token).CountAsync(Token);

        ScriptedRequest request = Assert.Single(scene.Server.Requests);
        string[] signed = ["content-type", "host", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"];
        SortedList<string, string> headers = new(signed.ToDictionary(name => name, name => request.Headers[name]), StringComparer.Ordinal);
        Assert.Equal(Sha256(request.Body), headers["x-amz-content-sha256"]);
        Assert.Equal("the-session-token", headers["x-amz-security-token"]);
        Assert.Equal(
            SignatureV4.Authorize(
                ("POST", "/", ""), headers, headers["x-amz-content-sha256"], ("us-east-1", "rds"), (AwsScene.KeyId, AwsScene.Secret)),
            request.Headers["authorization"]);
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
