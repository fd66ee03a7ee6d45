using System.Text.Json.Nodes;
using RdsBackup.Alerting;
using RdsBackup.Alerting.WeCom;
using RdsBackup.Configuration;
using RdsBackup.Core.Tests.Scripting;
using RdsBackup.Core.Tests.Transfer;

namespace RdsBackup.Core.Tests.Alerting.WeCom;

/// <summary>What rules tell, through a channel of a configuration, up to the robot's socket.</summary>
public sealed class WeComChannelTests : IAsyncLifetime
{
    private readonly string _key = $"key-{Guid.NewGuid():N}";
    private readonly SkippingTimeProvider _clock = new(AlertScene.Start, [WeComRobot.RequestTimeout]);
    private ScriptedServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ScriptedServer.StartAsync(_ => new ScriptedAnswer(200, """{"errcode":0,"errmsg":"ok"}"""));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Notices_for_a_channel_are_one_message()
    {
        AlertMessage message = AlertMessage.Of(
        [
            new AlertNotice { Channel = "ops", Event = AlertScene.Failure("rm-a"), FailingSince = AlertScene.Start, Mentions = new AlertMentions { Users = ["zhang3"] } },
            new AlertNotice { Channel = "ops", Event = AlertScene.Failure("rm-b"), FailingSince = AlertScene.Start.AddDays(-1), Occurrences = 2, Suppressed = 1 },
        ]);

        await Channel(new() { Name = "ops", Key = Secret(), Endpoint = _server.Address, Language = "en-US" }).DeliverAsync(message, CopyScene.Token);

        ScriptedRequest request = Assert.Single(_server.Requests);
        Assert.Equal(_key, request.Query["key"]);
        string text = (string)JsonNode.Parse(request.Body)!["markdown"]!["content"]!;
        Assert.Contains("rm-a CopyFailed", text, StringComparison.Ordinal);
        Assert.Contains("rm-b CopyFailed", text, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(text, "Failing since"));
        Assert.EndsWith("<@zhang3>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_address_is_as_good_as_a_key()
    {
        AlertMessage message = AlertMessage.Of([new AlertNotice { Channel = "ops", Event = AlertScene.Failure(), FailingSince = AlertScene.Start }]);

        await Channel(new() { Name = "ops", Webhook = Secret() }, $"{_server.Address}cgi-bin/webhook/send?key={_key}").DeliverAsync(message, CopyScene.Token);

        Assert.Equal(_key, Assert.Single(_server.Requests).Query["key"]);
    }

    [Fact]
    public async Task A_secret_that_is_no_key_is_an_error_that_does_not_repeat_it()
    {
        AlertMessage message = AlertMessage.Of([new AlertNotice { Channel = "ops", Event = AlertScene.Failure(), FailingSince = AlertScene.Start }]);

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() =>
            Channel(new() { Name = "ops", Key = Secret() }, "not a key, but secret").DeliverAsync(message, CopyScene.Token));

        Assert.Equal("WeComWebhookInvalid", error.ErrorId);
        Assert.DoesNotContain("but secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_has_a_channel_for_each_name() => Assert.Equal(["dba", "ops"], WeComChannel.Of(
        new AlertOptions { Channels = new Dictionary<string, AlertChannelOptions> { ["dba"] = new() { Name = "dba" }, ["ops"] = new() { Name = "ops" } } },
        new SecretResolver(new Vault(_key)), _clock, log: null).Select(channel => channel.Name));

    private WeComChannel Channel(AlertChannelOptions options, string? secret = null) => new(options, new SecretResolver(new Vault(secret ?? _key)), _clock, log: null);

    private static SecretReference Secret() => new(SecretKind.Vault, "robot");

    private sealed class Vault(string secret) : ISecretSource
    {
        public Task<string?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult<string?>(secret);
    }
}
