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
