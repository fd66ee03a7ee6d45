using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Transfer;

public sealed class KeyTemplateTests
{
    private static readonly AliyunBackup Backup = new()
    {
        InstanceId = "rm-1",
        RegionId = "cn-hangzhou",
        BackupId = "42",
        Engine = "MySQL",
        Type = "FullBackup",
        Method = "Physical",
        StartTime = new DateTimeOffset(2026, 1, 2, 1, 30, 0, TimeSpan.FromHours(8)),
    };

    [Fact]
    public void The_default_puts_cloud_region_instance_and_day_before_backup_and_file() =>
        Assert.Equal(
            "p/aliyun/cn-hangzhou/rm-1/2026/01/01/42-hins_data_xb.qp",
            new KeyTemplate(null).Render(Backup, "hins_data_xb.qp", "/p/", null));

    [Fact]
    public void Without_a_prefix_the_key_does_not_start_with_a_slash() =>
        Assert.StartsWith("aliyun/prod/rm-1/", new KeyTemplate(null).Render(Backup, "a.zip", null, "prod"), StringComparison.Ordinal);

    [Theory]
    [InlineData("hins_data_xb.qp", "rm-1/42_xb.qp")]
    [InlineData("hins.tar.gz", "rm-1/42.tar.gz")]
    [InlineData("x.zip", "rm-1/42.zip")]
    public void The_extension_that_restore_tools_need_is_kept_whole(string fileName, string key) =>
        Assert.Equal(key, new KeyTemplate("{instanceId}/{backupId}{extension}").Render(Backup, fileName, null, null));

    [Fact]
    public void Characters_that_harm_a_key_are_replaced_and_Chinese_stays() =>
        Assert.EndsWith("/42-订单库_a_b_xb.qp", new KeyTemplate(null).Render(Backup, "订单库\\a/b_xb.qp", null, null), StringComparison.Ordinal);

    [Theory]
    [InlineData("{instanceId}/{fileNam}")]
    [InlineData("{instanceId}/latest{extension}")]
    [InlineData("{backupId}-{fileName}")]
    [InlineData("{instanceId}/{backupId}")]
    public void A_template_that_is_misspelt_or_would_let_backups_collide_is_refused(string template)
    {
        RdsBackupException error = Assert.Throws<RdsBackupException>(() => new KeyTemplate(template));
        Assert.Equal("KeyTemplateInvalid", error.ErrorId);
        Assert.Contains(template, error.Message, StringComparison.Ordinal);
        Assert.Contains("{backupId}", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_longer_than_S3_takes_is_refused() =>
        Assert.Equal(
            "KeyTooLong",
            Assert.Throws<RdsBackupException>(() => new KeyTemplate(null).Render(Backup, new string('库', 400), null, null)).ErrorId);

    [Fact]
    public void Binary_logs_of_the_two_nodes_of_an_instance_get_different_keys()
    {
        AliyunLogBackup Log(string host) => new() { InstanceId = "rm-1", RegionId = "cn-hangzhou", HostInstanceId = host };
        KeyTemplate template = new(null);
        Assert.NotEqual(template.Render(Log("1"), "mysql-bin.000001", null, null), template.Render(Log("2"), "mysql-bin.000001", null, null));
    }
}
