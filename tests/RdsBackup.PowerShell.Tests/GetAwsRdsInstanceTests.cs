using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

public sealed class GetAwsRdsInstanceTests : CloudTests
{
    [Fact]
    public void Lists_instances_and_clusters_and_leaves_members_to_their_cluster()
    {
        Plant();

        Assert.Equal(["billing", "orders", "ledger"], Values("InstanceId", "Get-AwsRdsInstance"));
        Assert.Equal(["Instance", "Instance", "Cluster"], Values("Kind", "Get-AwsRdsInstance"));
        Assert.Equal(["billing", "ledger-1", "orders", "ledger"], Values("InstanceId", "Get-AwsRdsInstance -IncludeMembers"));
        Assert.Equal(["ledger"], Values("ClusterId", "Get-AwsRdsInstance ledger-1"));
    }

    [Theory]
    [InlineData("orders", "orders")]
    [InlineData("ORDERS, led*", "orders ledger")]
    [InlineData("nothing*", "")]
    [InlineData("-Kind Cluster", "ledger")]
    [InlineData("arn:aws:rds:us-east-1:111122223333:cluster:ledger", "ledger")]
    [InlineData("arn:aws:rds:*:db:o*", "orders")]
    [InlineData("-Engine sqlserver-*", "billing")]
    [InlineData("-Engine MySQL", "orders")]
    [InlineData("-Status stopped", "")]
    [InlineData("-Region us-east-1, eu-west-1 -Kind Instance", "billing orders analytics")]
    public void Takes_identifiers_patterns_ARNs_filters_and_regions(string arguments, string expected)
    {
        Plant();

        Assert.Equal(expected, string.Join(' ', Values("InstanceId", $"Get-AwsRdsInstance {arguments}")));
    }

    [Fact]
    public void One_known_engine_is_left_to_the_API()
    {
        Plant();

        Host.Run("Get-AwsRdsInstance -Engine AURORA-mysql");

        Assert.All(Host.Cloud.AwsRds.Requests, request => Assert.Equal("aurora-mysql", request.Query["Filters.Filter.1.Values.Value.1"]));
        Assert.Equal(2, Host.Cloud.AwsRds.Requests.Count);
    }

    [Theory]
    [InlineData("nowhere", "AwsInstanceNotFound", "'nowhere'")]
    [InlineData("nowhere -Region us-east-1, eu-west-1", "AwsInstanceNotFound", "us-east-1, eu-west-1")]
    [InlineData("orders -Kind Cluster", "AwsInstanceNotFound", "-Kind")]
    [InlineData("arn:aws:rds:eu-west-1:111122223333:db:analytics", "AwsArnElsewhere", "-Region eu-west-1")]
    [InlineData("arn:aws:rds:us-east-1:444455556666:db:orders", "AwsInstanceNotFound", "444455556666")]
    [InlineData("arn:aws:s3:::bucket", "AwsArnInvalid", "arn:aws:s3:::bucket")]
    [InlineData("-Region Nowhere", "AwsRegionInvalid", "'Nowhere'")]
    public void What_does_not_exist_is_one_error(string arguments, string id, string text)
    {
        Plant();

        ErrorRecord error = Host.TryRun($"Get-AwsRdsInstance {arguments}").SingleError;

        Assert.Equal($"{id},RdsBackup.PowerShell.GetAwsRdsInstanceCommand", error.FullyQualifiedErrorId);
        Assert.Contains(text, error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_that_fails_does_not_keep_the_others_back()
    {
        Plant();

        ScriptRun run = Host.TryRun("Get-AwsRdsInstance -Kind Instance -Region Nowhere, eu-west-1");

        Assert.Equal("analytics", Assert.Single(run.Output).ToString());
        Assert.Single(run.Errors);
    }

    [Fact]
    public void Without_a_region_that_of_the_ARN_is_taken()
    {
        Plant();

        ScriptRun run = Host.TryRun(
            """
            $PSDefaultParameterValues.Remove('*-AwsRds*:Region')
            Get-AwsRdsInstance arn:aws:rds:eu-west-1:111122223333:db:analytics
            """);

        Assert.Equal("analytics", Assert.Single(run.Output).ToString());
    }

    private void Plant()
    {
        AwsRdsAccount rds = Host.Cloud.AwsRds;
        rds.AddInstance(new AwsDbInstance { Id = "orders" });
        rds.AddInstance(new AwsDbInstance { Id = "billing", Engine = "sqlserver-se" });
        rds.AddInstance(new AwsDbInstance { Id = "analytics", Region = "eu-west-1", Engine = "postgres" });
        rds.AddCluster(new AwsDbCluster { Id = "ledger" });
        rds.AddInstance(new AwsDbInstance { Id = "ledger-1", ClusterId = "ledger", Engine = "aurora-mysql" });
    }
}
