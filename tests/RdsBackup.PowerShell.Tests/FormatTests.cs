using System.Xml.Linq;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

public sealed class FormatTests : CloudTests
{
    [Fact]
    public void Instances_are_a_table_that_begins_with_what_they_are()
    {
        Host.AddInstance("rm-a", "SQLServer");

        Assert.Equal(
            ["InstanceId", "Engine", "Version", "Status", "Type", "Description"],
            Headers("Get-AliyunRdsInstance | Out-Default"));
        Assert.Contains("rm-a                  SQLServer  8.0      Running", Host.Module.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Backups_are_a_table_with_sizes_and_ages_people_can_read()
    {
        Host.AddBackup(Host.AddInstance("rm-a"), "77", TimeSpan.FromHours(29.5));

        Assert.Equal(
            ["InstanceId", "BackupId", "Type", "Method", "Status", "Size", "Age"],
            Headers("Get-AliyunRdsBackup | Out-Default"));
        Assert.Contains("2.86 MiB", Host.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Contains("1d 5h", Host.Module.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_backups_are_a_table()
    {
        Host.AddLog(Host.AddInstance("rm-a"), "mysql-bin.000001", TimeSpan.FromHours(1), "5843904");

        Assert.Equal(
            ["InstanceId", "EndTime", "Size", "Status", "FileName"],
            Headers("Get-AliyunRdsLogBackup | Out-Default"));
        Assert.Contains("mysql-bin.000001", Host.Module.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Instances_and_snapshots_of_Amazon_RDS_are_tables()
    {
        AwsDbInstance orders = Host.Cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "orders" });
        Host.Cloud.AwsRds.AddSnapshot(AwsDbSnapshot.Of(orders, "orders-1", DateTimeOffset.UtcNow.AddHours(-29.5)));

        Assert.Equal(
            ["InstanceId", "Kind", "Engine", "Version", "Status", "Retention"],
            Headers("Get-AwsRdsInstance | Out-Default"));
        Host.Run("Get-AwsRdsSnapshot | Out-Default");
        Assert.Contains("InstanceId    SnapshotId", Host.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Contains("1d 5h", Host.Module.Screen.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Size(0)", "0 B")]
    [InlineData("Size(1023)", "1023 B")]
    [InlineData("Size(1536)", "1.50 KiB")]
    [InlineData("Size(15GB)", "15.0 GiB")]
    [InlineData("Size(150TB)", "150 TiB")]
    [InlineData("Size(5000PB)", "5000 PiB")]
    [InlineData("Size($null)", "")]
    [InlineData("Rate(10MB)", "10.0 MiB/s")]
    [InlineData("Rate(0)", "")]
    [InlineData("Duration([TimeSpan]::FromSeconds(2.25))", "2.3s")]
    [InlineData("Duration([TimeSpan]::FromSeconds(75))", "1m 15s")]
    [InlineData("Duration([TimeSpan]::FromMinutes(75))", "1h 15m")]
    [InlineData("Duration([TimeSpan]::FromHours(51))", "2d 3h")]
    [InlineData("Duration($null)", "")]
    [InlineData("Shortened('orders', 6)", "orders")]
    [InlineData("Shortened('rds:orders-2026-11-23', 12)", "rds:o…-11-23")]
    [InlineData("Shortened($null, 6)", "")]
    [InlineData("Time([DateTimeOffset]'2026-01-31T18:00:00+08:00')", "2026-01-31 10:00:00Z")]
    public void Values_are_shown_as_people_read_them(string call, string expected) =>
        Assert.Equal(expected, Assert.Single(Host.Run($"[RdsBackup.PowerShell.DisplayText]::{call}")).ToString());

    [Fact]
    public void Every_view_shows_only_properties_that_exist()
    {
        string folder = Path.GetDirectoryName(ModuleHost.ModulePath)!;
        foreach (XElement view in XDocument.Load(Path.Combine(folder, "RdsBackup.Format.ps1xml")).Descendants("View"))
        {
            string type = view.Descendants("TypeName").Single().Value;
            IEnumerable<string> existing = Host.Run($"[{type}].GetProperties().Name").Select(name => name.ToString());
            Assert.Empty(view.Descendants("PropertyName").Select(name => name.Value).Except(existing));
        }
    }

    [Fact]
    public void Moments_and_durations_are_nowhere_shown_as_they_are_held()
    {
        string folder = Path.GetDirectoryName(ModuleHost.ModulePath)!;
        foreach (XElement view in XDocument.Load(Path.Combine(folder, "RdsBackup.Format.ps1xml")).Descendants("View"))
        {
            string type = view.Descendants("TypeName").Single().Value;
            IEnumerable<string> timely = Host.Run($"[{type}].GetProperties().Where{{ \"$($_.PropertyType)\" -match 'DateTimeOffset|TimeSpan' }}.ForEach{{ $_.Name }}")
                .Select(name => name.ToString());
            Assert.Empty(view.Descendants("PropertyName").Select(name => name.Value).Intersect(timely));
        }
    }

    [Fact]
    public void Every_type_has_its_views()
    {
        string folder = Path.GetDirectoryName(ModuleHost.ModulePath)!;
        XDocument format = XDocument.Load(Path.Combine(folder, "RdsBackup.Format.ps1xml"));
        IEnumerable<string> Types(string control) =>
            format.Descendants("View").Where(view => view.Element(control) is not null).Select(view => view.Descendants("TypeName").Single().Value).Order();

        string[] expected =
        [
            "RdsBackup.AlertDecision", "RdsBackup.AlertRule",
            "RdsBackup.AliyunBackup", "RdsBackup.AliyunBackupTestResult", "RdsBackup.AliyunLogBackup", "RdsBackup.AliyunRdsInstance",
            "RdsBackup.AwsExportTableContent", "RdsBackup.AwsRdsInstance", "RdsBackup.AwsRdsSnapshot", "RdsBackup.AwsRdsSnapshotTestResult", "RdsBackup.AwsSnapshotExport", "RdsBackup.AwsSnapshotExportTestResult",
            "RdsBackup.BackupCopy", "RdsBackup.BackupCopyResult", "RdsBackup.BackupCopyTestResult",
            "RdsBackup.BackupDownloadResult",
            "RdsBackup.BackupUpload",
            "RdsBackup.Configuration.ConfigurationFinding", "RdsBackup.Configuration.ConfigurationSetting", "RdsBackup.Configuration.RdsBackupConfiguration",
            "RdsBackup.RdsBackupEnvironmentResult", "RdsBackup.RdsBackupHealthResult", "RdsBackup.RdsBackupInstanceResult", "RdsBackup.RdsBackupInstanceStatus", "RdsBackup.RdsBackupRunReport",
            "RdsBackup.WeComAlertResult",
        ];
        Assert.Equal(expected.Concat(["RdsBackup.BackupFinding", "RdsBackup.Configuration.EnvironmentOptions"]).Order(), Types("TableControl"));
        Assert.Equal(expected, Types("ListControl"));
    }

    private string[] Headers(string script)
    {
        Host.Run(script);
        string[] lines = Host.Module.Screen.Text.Split('\n');
        int rule = Array.FindIndex(lines, line => line.StartsWith("--", StringComparison.Ordinal));
        return lines[rule - 1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
