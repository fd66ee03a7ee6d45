using CsCheck;
using RdsBackup.Exports;

namespace RdsBackup.Core.Tests.Exports;

public sealed class ExportTaskNameTests
{
    private static readonly Gen<string> SnapshotId =
        Gen.Select(Gen.OneOf(Gen.Const(""), Gen.Const("rds:"), Gen.Const("awsbackup:job-")), Gen.Char["abcxyz019-"].Array[1, 250], (prefix, name) => $"{prefix}s{new string(name)}");

    [Fact]
    public void Every_snapshot_gets_an_identifier_that_the_API_takes_also_numbered()
    {
        SnapshotId.Sample(id =>
        {
            string name = Render(null, id);
            Assert.True(ExportTaskName.IsValid(name), name);
            Assert.True(ExportTaskName.IsValid(ExportTaskName.Numbered(name, 99)), name);
        });
    }

    [Fact]
    public void The_same_export_gets_the_same_name_and_another_one_another()
    {
        Gen.Select(SnapshotId, SnapshotId, Gen.OneOf(Gen.Const("a"), Gen.Const("b")), Gen.OneOf(Gen.Const(""), Gen.Const("p"))).Sample((first, second, bucket, prefix) =>
        {
            Assert.Equal(Render(null, first, bucket, prefix), Render(null, first, bucket, prefix));
            Assert.Equal(first == second, Render(null, first, bucket, prefix) == Render(null, second, bucket, prefix));
            Assert.NotEqual(Render(null, first, bucket, prefix), Render(null, first, bucket, prefix + "x"));
            Assert.NotEqual(Render(null, first, bucket, prefix), Render(null, first, bucket, prefix, "shop"));
        });
    }

    [Fact]
    public void The_order_of_what_is_exported_does_not_count() =>
        Assert.Equal(Render(null, "s", "b", "", "crm", "shop"), Render(null, "s", "b", "", "shop", "crm"));

    [Theory]
    [InlineData("{instanceId}-{yyyy}-{MM}-{dd}", "orders-2026-01-02")]
    [InlineData("nightly-{snapshotId}", "nightly-orders-2026-01-02-03-04")]
    [InlineData("{engine}-{HH}{mm}", "mysql-0304")]
    [InlineData("fixed", "fixed")]
    public void Placeholders_are_filled_in(string template, string expected) =>
        Assert.Equal(expected, Render(template, "rds:orders-2026-01-02-03-04"));

    [Theory]
    [InlineData("Orders-1", true)]
    [InlineData("1orders", false)]
    [InlineData("orders-", false)]
    [InlineData("or--ders", false)]
    [InlineData("or_ders", false)]
    [InlineData("", false)]
    public void The_rules_of_identifiers_hold(string id, bool isValid) => Assert.Equal(isValid, ExportTaskName.IsValid(id));

    private static string Render(string? template, string snapshotId, string bucket = "b", string prefix = "", params string[] exportOnly) =>
        new ExportTaskName(template).Render(
            new ExportSource
            {
                Arn = $"arn:aws:rds:us-east-1:111122223333:snapshot:{snapshotId}",
                Name = snapshotId,
                InstanceId = "orders",
                Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
                Region = "us-east-1",
                Status = "available",
                Engine = "mysql",
            },
            bucket, prefix, exportOnly);
}
