using System.Text.Json.Nodes;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>What people are told of nightly runs, night after night.</summary>
[Collection(EnvironmentVariableTests.Name)]
public sealed class RunAlertTests : ConfiguredRunTests
{
    private int _told;

    [Theory]
    [InlineData(AwsExportDamage.FailedTable, null, "TableIncomplete")]
    [InlineData(AwsExportDamage.None, """{"skippedTables":["shop.orders"]}""", "ExportPartial")]
    public void An_export_that_lacks_something_every_night_is_told_once_and_escalates_on_the_third(AwsExportDamage damage, string? warning, string code)
    {
        PlantAws(new AwsExportPlan { Damage = damage, WarningMessage = warning });
        UseRule(new JsonObject { ["events"] = new JsonArray("ExportPartial") }, escalateAfter: 3);

        string first = Night();
        string second = Night();
        string third = Night();

        Assert.Contains(code, first, StringComparison.Ordinal);
        Assert.Equal("", second);
        Assert.Contains(code, third, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_that_cannot_be_started_is_told_of_its_instance_and_ends_with_the_next_that_is_made()
    {
        PlantAws();
        UseRule(new JsonObject { ["clouds"] = new JsonArray("aws"), ["instances"] = new JsonArray("ord*") });
        Host.Cloud.AwsRds.Faults.Inject(
            new Fault { Refuse = new Refusal(403, "AccessDenied", "not allowed") }, request => request.Operation == "StartExportTask", times: 1);

        string refused = Night();
        string mended = Night();

        Assert.Contains("An export of prod-aws/orders failed", refused, StringComparison.Ordinal);
        Assert.Contains("prod-aws/orders is in order again", mended, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_that_cannot_be_checked_is_told_of_its_instance_and_ends_with_the_next_that_can()
    {
        PlantAliyun();
        UseRule(new JsonObject { ["clouds"] = new JsonArray("aliyun"), ["instances"] = new JsonArray("rm-a") });
        bool isDenied = true;
        Host.Cloud.S3.Faults.Add(request => isDenied && request.Operation == "GetObject" && request.Key?.EndsWith(".manifest.json", StringComparison.Ordinal) == true
            ? new Fault { Refuse = new Refusal(403, "AccessDenied", "no") }
            : null);

        string denied = Night();
        isDenied = false;
        string allowed = Night();

        Assert.Contains("prod-cn/rm-a did not pass its check", denied, StringComparison.Ordinal);
        Assert.Contains("prod-cn/rm-a is in order again", allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_environment_that_failed_ends_with_the_next_run_that_works_on_it_and_its_instances_go_on_failing()
    {
        PlantAliyun();
        AddEnvironment("later", "aliyun", new JsonObject { ["instances"] = new JsonArray("rm-a"), ["destination"] = Offsite("no-bucket-yet") });
        AddEnvironment("gone", "aliyun", new JsonObject { ["instances"] = new JsonArray("rm-a", "rm-released"), ["destination"] = Offsite() });
        UseRule(new JsonObject { ["events"] = new JsonArray("OperationFailed") });

        string failed = Night();
        Host.Cloud.S3.CreateBucket("no-bucket-yet");
        string mended = Night();

        Assert.Contains("An operation failed for later:", failed, StringComparison.Ordinal);
        Assert.Contains("An operation failed for gone/rm-released:", failed, StringComparison.Ordinal);
        Assert.Contains("later is in order again", mended, StringComparison.Ordinal);
        Assert.DoesNotContain("gone", mended, StringComparison.Ordinal);
    }

    // What the night's run told.
    private string Night()
    {
        Host.TryRun("Invoke-RdsBackup -ConfigurationPath $args[0] -PollInterval 0.05s", WriteConfiguration());
        string[] texts = [.. Host.Cloud.WeCom.Messages.Skip(_told).Select(message => message.Text)];
        _told += texts.Length;
        return string.Join('\n', texts);
    }

    private void UseRule(JsonObject match, int? escalateAfter = null)
    {
        JsonObject then = new() { ["channels"] = new JsonArray("dba") };
        if (escalateAfter is { } after)
        {
            then["escalate"] = new JsonObject { ["after"] = after };
        }

        AlertsSection["channels"] = new JsonObject { ["dba"] = new JsonObject { ["type"] = "WeCom", ["key"] = "${env:WECOM_KEY}", ["endpoint"] = Host.Cloud.WeCom.Endpoint.ToString() } };
        AlertsSection["rules"] = new JsonArray(new JsonObject { ["name"] = "failures", ["match"] = match, ["then"] = then });
        AlertsSection["state"] = new JsonObject { ["file"] = PathOf("alerts.json") };
    }
}
