using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using RdsBackup.S3;

namespace RdsBackup.Core.Tests.Transfer;

public sealed class StoreEndpointTests
{
    [Theory]
    [InlineData("http://127.0.0.1:9000", true)]
    [InlineData("http://[::1]:9000/", true)]
    [InlineData("https://minio.example.com", true)]
    [InlineData("https://example.com/base/path", true)]
    [InlineData("https://s3.oss-cn-hangzhou.aliyuncs.com", false)]
    [InlineData("http://127.0.0.1:9000", false)]
    public void A_bucket_of_a_given_endpoint_lies_where_the_SDK_by_itself_would_look_for_it(string endpoint, bool pathStyle)
    {
        using AmazonS3Client sdk = new(
            new AnonymousAWSCredentials(), new AmazonS3Config { ServiceURL = endpoint, ForcePathStyle = pathStyle, AuthenticationRegion = "us-east-1" });
        string expected = sdk.DetermineServiceOperationEndpoint(new ListObjectsV2Request { BucketName = "copies" }).URL;

        Uri found = BackupBucket.EndpointOf(new S3ConnectionOptions { Bucket = "copies", EndpointUrl = new Uri(endpoint), PathStyle = pathStyle });

        Assert.Equal(new Uri(expected), found);
    }
}
