namespace RdsBackup.Core.Tests.Aws;

public sealed class AwsArnTests
{
    [Theory]
    [InlineData("arn:aws:rds:us-east-1:123456789012:snapshot:rds:mydb-2026-01-02-03-04", "aws", "us-east-1", "123456789012", "snapshot", "rds:mydb-2026-01-02-03-04")]
    [InlineData("arn:aws-cn:rds:cn-north-1:123456789012:cluster-snapshot:s", "aws-cn", "cn-north-1", "123456789012", "cluster-snapshot", "s")]
    [InlineData("arn:aws:iam::123456789012:role/service-role/exporter", "aws", "", "123456789012", "role", "service-role/exporter")]
    [InlineData("arn:aws-us-gov:kms:us-gov-west-1:123456789012:alias/a:b", "aws-us-gov", "us-gov-west-1", "123456789012", "alias", "a:b")]
    [InlineData("arn:aws:s3:::bucket", "aws", "", "", "", "bucket")]
    public void An_ARN_is_taken_apart_and_put_together(string text, string partition, string region, string account, string type, string id)
    {
        Assert.True(AwsArn.TryParse(text, out AwsArn? arn));

        Assert.Equal((partition, region, account), (arn.Partition, arn.Region, arn.AccountId));
        Assert.Equal((type, id), (arn.ResourceType, arn.Id));
        Assert.Equal(text, arn.ToString());
        Assert.Equal(arn, AwsArn.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("rds:mydb-2026-01-02-03-04")]
    [InlineData("arn:aws:rds:us-east-1:123456789012")]
    [InlineData("arn:aws:rds:us-east-1:123456789012:")]
    [InlineData("arn::rds:us-east-1:123456789012:db:x")]
    [InlineData("ARN:aws:rds:us-east-1:123456789012:db:x")]
    public void Anything_else_is_none(string? text)
    {
        Assert.False(AwsArn.TryParse(text, out AwsArn? arn));
        Assert.Null(arn);
    }

    [Fact]
    public void Parsing_names_the_text_that_is_none() =>
        Assert.Contains("'mydb'", Assert.Throws<FormatException>(() => AwsArn.Parse("mydb")).Message, StringComparison.Ordinal);
}
