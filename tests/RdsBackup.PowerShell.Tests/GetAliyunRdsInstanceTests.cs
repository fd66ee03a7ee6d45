using System.Management.Automation;

namespace RdsBackup.PowerShell.Tests;

public sealed class GetAliyunRdsInstanceTests : CloudTests
{
    [Fact]
    public void Lists_the_instances_of_one_region()
    {
        Host.AddInstance("rm-a");
        Host.AddInstance("rm-b", "SQLServer");
        Host.AddInstance("rm-c", region: "cn-shanghai");

        Assert.Equal(["rm-a", "rm-b"], Values("InstanceId", "Get-AliyunRdsInstance"));
    }

    [Theory]
    [InlineData("cn-hangzhou, cn-shanghai")]
    [InlineData("*")]
    [InlineData("cn-*")]
    [InlineData("rds.cn-hangzhou.aliyuncs.com, https://rds-vpc.cn-shanghai.aliyuncs.com/")]
    public void Lists_several_regions(string regions)
    {
        Host.AddInstance("rm-a");
        Host.AddInstance("rm-c", region: "cn-shanghai");

        Assert.Equal(["rm-a", "rm-c"], Values("InstanceId", $"Get-AliyunRdsInstance -RegionId {regions}"));
    }

    [Theory]
    [InlineData("rm-a1", "rm-a1")]
    [InlineData("RM-A*", "rm-a1 rm-a2")]
    [InlineData("rm-a1, rm-b?", "rm-a1 rm-b1")]
    [InlineData("nothing*", "")]
    public void Takes_ids_and_patterns(string ids, string expected)
    {
        Host.AddInstance("rm-a1");
        Host.AddInstance("rm-a2");
        Host.AddInstance("rm-b1");

        Assert.Equal(expected, string.Join(' ', Values("InstanceId", $"Get-AliyunRdsInstance {ids}")));
        Assert.Equal(expected, string.Join(' ', Values("InstanceId", $"'{ids.Replace(", ", "','", StringComparison.Ordinal)}' | Get-AliyunRdsInstance")));
    }

    [Theory]
    [InlineData("-Engine sqlserver", "rm-b")]
    [InlineData("-Engine *SQL", "rm-a pgm-c")]
    [InlineData("-Engine MySQL, PostgreSQL", "rm-a pgm-c")]
    [InlineData("-Status Running -Type Primary -Engine MySQL", "rm-a")]
    [InlineData("-Status Stopped", "")]
    [InlineData("-Type Read*", "")]
    [InlineData("-Tag @{ env = 'prod' }", "rm-b")]
    public void Filters(string filter, string expected)
    {
        Host.AddInstance("rm-a");
        Host.AddInstance("rm-b", "SQLServer", tags: new Dictionary<string, string> { ["env"] = "prod" });
        Host.AddInstance("pgm-c", "PostgreSQL");

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), Values("InstanceId", $"Get-AliyunRdsInstance {filter}").Order());
    }

    [Theory]
    [InlineData("-Engine MySQL -Status Running -Type Primary -Tag @{ env = 'prod' }", "rm-a")]
    [InlineData("-Engine SQLServer", "")]
    [InlineData("-Status Stopped", "")]
    [InlineData("-Type Readonly", "")]
    [InlineData("-Tag @{ env = 'test' }", "")]
    [InlineData("-RegionId cn-shanghai, cn-hangzhou -Tag @{ env = 'test' }", "")]
    public void An_instance_that_is_named_and_filtered_out_is_no_error(string filter, string expected)
    {
        Host.AddInstance("rm-a", tags: new Dictionary<string, string> { ["env"] = "prod" });

        ScriptRun run = Host.TryRun($"Get-AliyunRdsInstance rm-a {filter}");

        Assert.Empty(run.Errors);
        Assert.Equal(expected, string.Join(' ', run.Output));
    }

    [Fact]
    public void A_filter_on_one_known_value_is_left_to_the_API()
    {
        Host.Run("Get-AliyunRdsInstance -Engine mysql -Status running -Type primary");

        IReadOnlyDictionary<string, string> query = Host.Cloud.Aliyun.Requests.Single().Query;
        Assert.Equal(("MySQL", "Running", "Primary"), (query["Engine"], query["DBInstanceStatus"], query["DBInstanceType"]));
    }

    [Theory]
    [InlineData("rm-nowhere", "cn-hangzhou")]
    [InlineData("rm-nowhere -RegionId cn-hangzhou, cn-shanghai", "cn-hangzhou, cn-shanghai")]
    [InlineData("rm-elsewhere", "cn-hangzhou")]
    [InlineData("rm-elsewhere -Engine MySQL -Tag @{ env = 'prod' }", "cn-hangzhou")]
    public void An_unknown_id_is_one_error_that_names_it_and_the_region(string arguments, string region)
    {
        Host.AddInstance("rm-elsewhere", region: "cn-shanghai");

        ErrorRecord error = Host.TryRun($"Get-AliyunRdsInstance {arguments}").SingleError;

        Assert.Equal("AliyunInstanceNotFound,RdsBackup.PowerShell.GetAliyunRdsInstanceCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal(arguments.Split(' ')[0], error.TargetObject);
        Assert.Contains($"'{arguments.Split(' ')[0]}' was not found in {region}.", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-RegionId *", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_id_does_not_keep_the_others_back()
    {
        Host.AddInstance("rm-a");

        ScriptRun run = Host.TryRun("Get-AliyunRdsInstance rm-nowhere, rm-a");

        Assert.Equal("rm-a", Assert.Single(run.Output).ToString());
        Assert.Single(run.Errors);
    }

    [Fact]
    public async Task Two_runspaces_list_at_once()
    {
        await using CloudHost other = await CloudHost.StartAsync();
        other.AddInstance("rm-other");
        Host.AddInstance("rm-a");

        string[] listed = await Task.WhenAll(
            Task.Run(() => Assert.Single(Host.Run("Get-AliyunRdsInstance")).ToString(), TestContext.Current.CancellationToken),
            Task.Run(() => Assert.Single(other.Run("Get-AliyunRdsInstance")).ToString(), TestContext.Current.CancellationToken));

        Assert.Equal(["rm-a", "rm-other"], listed);
    }

    [Fact]
    public void A_region_that_is_none_is_one_error()
    {
        ErrorRecord error = Host.TryRun("Get-AliyunRdsInstance -RegionId Atlantis").SingleError;

        Assert.Equal("AliyunRegionInvalid,RdsBackup.PowerShell.GetAliyunRdsInstanceCommand", error.FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("rds.aliyuncs.com")]
    [InlineData("example.com")]
    public void A_host_that_is_not_one_regions_is_refused_before_anything_is_sent(string host)
    {
        ErrorRecord error = Host.TryRun($"Get-AliyunRdsInstance -RegionId {host}").SingleError;

        Assert.Equal("ParameterArgumentTransformationError,RdsBackup.PowerShell.GetAliyunRdsInstanceCommand", error.FullyQualifiedErrorId);
        Assert.Contains(host, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Host.Cloud.Aliyun.Requests);
    }
}
