using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

public sealed class GetAliyunRdsLogBackupTests : CloudTests
{
    [Theory]
    [InlineData("MySQL", "DescribeBinlogFiles")]
    [InlineData("MariaDB", "DescribeBinlogFiles")]
    [InlineData("SQLServer", "DescribeLogBackupFiles")]
    [InlineData("PostgreSQL", "DescribeLogBackupFiles")]
    public void The_engine_decides_where_logs_are_listed(string engine, string operation)
    {
        Host.AddLog(Host.AddInstance("rm-a", engine), "log.000001", TimeSpan.FromHours(1), "1");

        Assert.Equal(["log.000001"], Values("FileName", "Get-AliyunRdsInstance rm-a | Get-AliyunRdsLogBackup"));
        Assert.Equal((1, 0), (Host.Count(operation), Host.Count("DescribeDBInstanceAttribute")));

        PSObject log = Assert.Single(Host.Run("Get-AliyunRdsLogBackup rm-a"));
        Assert.Equal((2, 1), (Host.Count(operation), Host.Count("DescribeDBInstanceAttribute")));
        Assert.Equal(engine, log.Properties["Engine"].Value);
    }

    [Fact]
    public void Lists_a_day_unless_told_otherwise()
    {
        SandboxInstance instance = Host.AddInstance("rm-a");
        Host.AddLog(instance, "new", TimeSpan.FromHours(23), "1");
        Host.AddLog(instance, "old", TimeSpan.FromHours(25), "1");

        Assert.Equal(["new"], Values("FileName", "Get-AliyunRdsLogBackup rm-a"));
        Assert.Equal(["old"], Values("FileName", "Get-AliyunRdsLogBackup rm-a -Since 2d -Before 24h"));
    }

    [Fact]
    public void Takes_the_logs_of_one_node()
    {
        SandboxInstance instance = Host.AddInstance("rm-a");
        Host.AddLog(instance, "log.1", TimeSpan.FromHours(2), "11");
        Host.AddLog(instance, "log.2", TimeSpan.FromHours(1), "22");

        Assert.Equal(["log.2"], Values("FileName", "Get-AliyunRdsLogBackup rm-* -HostInstanceId 22"));
    }

    [Fact]
    public void An_unknown_instance_is_one_error()
    {
        ErrorRecord error = Host.TryRun("Get-AliyunRdsLogBackup rm-nowhere").SingleError;

        Assert.Equal("AliyunInstanceNotFound,RdsBackup.PowerShell.GetAliyunRdsLogBackupCommand", error.FullyQualifiedErrorId);
        Assert.Equal("rm-nowhere", error.TargetObject);
    }
}
