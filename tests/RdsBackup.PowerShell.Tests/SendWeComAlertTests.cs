using System.Management.Automation;
using System.Text.Json.Nodes;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

[Collection(EnvironmentVariableTests.Name)]
public sealed class SendWeComAlertTests : CloudTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-wecom-");

    private WeComStore Robots => Host.Cloud.WeCom;

    private WeComReceived[] Received => [.. Robots.Messages];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_text_stands_as_it_was_written()
    {
        ScriptRun run = Send("'**Drill** at <font color=\"warning\">15:00</font>'");

        Assert.Empty(run.Errors);
        WeComReceived message = Assert.Single(Received);
        Assert.Equal(("markdown", "**Drill** at <font color=\"warning\">15:00</font>"), (message.Type, message.Text));
        Assert.Equal("1", run.Output.Single().Properties["Messages"].Value.ToString());
    }

    [Fact]
    public void Objects_become_one_message_that_says_what_is_wrong_and_what_to_do()
    {
        Host.AddBackup(Host.AddInstance("rm-old"), "1", TimeSpan.FromDays(9));
        Host.AddBackup(Host.AddInstance("rm-good"), "2", TimeSpan.FromHours(2));
        Host.AddInstance("rm-empty");

        ScriptRun run = Send("Get-AliyunRdsInstance | Test-AliyunRdsBackup | Where-Object { -not $_.IsValid }");

        Assert.Empty(run.Errors);
        WeComReceived message = Assert.Single(Received);
        Assert.Contains("Database backups: 2 not in order", message.Text, StringComparison.Ordinal);
        Assert.Contains("rm-old", message.Text, StringComparison.Ordinal);
        Assert.Contains("rm-empty", message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("rm-good", message.Text, StringComparison.Ordinal);
        Assert.Equal("2", run.Output.Single().Properties["Items"].Value.ToString());
    }

    [Fact]
    public void Nothing_piped_in_sends_nothing()
    {
        ScriptRun run = Send("@()");

        Assert.Empty(run.Errors);
        Assert.Empty(run.Output);
        Assert.Empty(Robots.Requests);
    }

    [Fact]
    public void WhatIf_shows_the_message_and_sends_nothing()
    {
        Send("'the content'", "-WhatIf");

        Assert.Contains("the content", Host.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Empty(Robots.Requests);
    }

    [Theory]
    [InlineData("Text", "text", "zhang3 13800001111", 1)]
    [InlineData("Markdown", "markdown", "zhang3", 2)]
    [InlineData("MarkdownV2", "markdown_v2", "", 2)]
    [InlineData("News", "news", "", 2)]
    [InlineData("TemplateCard", "template_card", "", 2)]
    public void Each_shape_is_taken_and_calls_people_itself_or_by_a_text(string shape, string type, string calls, int messages)
    {
        ScriptRun run = Send("'content'", $"-MessageType {shape} -Url https://example.com/ -MentionUser zhang3 -MentionMobile 13800001111");

        Assert.Empty(run.Errors);
        Assert.Equal(messages, Received.Length);
        Assert.Equal((type, calls), (Received[0].Type, string.Join(' ', Received[0].Mentions)));
        Assert.Contains("13800001111", Received.SelectMany(message => message.Mentions));
        Assert.Contains("zhang3", Received.SelectMany(message => message.Mentions));
    }

    [Fact]
    public void Channels_of_the_configuration_are_told_by_name_and_one_that_fails_keeps_no_other_from_it()
    {
        using IDisposable variables = EnvironmentVariableTests.Set(new Dictionary<string, string> { ["ROBOT_KEY"] = Robots.Key, ["OLD_KEY"] = "revoked-key-000000000000000000000001" });
        string configuration = Configuration();

        ScriptRun run = Host.TryRun("'hello' | Send-WeComAlert -ConfigurationPath $args[0] -Channel old, dba", configuration);

        Assert.StartsWith("WeComRobotGone,", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("old", run.SingleError.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("revoked-key", run.AllText, StringComparison.Ordinal);
        Assert.Equal("dba", Assert.Single(run.Output).Properties["Channel"].Value);
        Assert.Single(Received);
        Assert.Equal(["dba", "old"], Host.Module.Complete($"Send-WeComAlert -ConfigurationPath '{configuration}' -Channel ").Select(match => match.CompletionText));
    }

    [Theory]
    [InlineData("'x' | Send-WeComAlert -ConfigurationPath $args[0]", "WeComChannelRequired", "dba")]
    [InlineData("'x' | Send-WeComAlert -ConfigurationPath $args[0] -Channel dbas", "WeComChannelUnknown", "dbas")]
    [InlineData("'x' | Send-WeComAlert -Webhook $args[1]", "WeComWebhookInvalid", "key=")]
    [InlineData("'x' | Send-WeComAlert -Webhook $args[2] -Endpoint $args[3] -MessageType News", "WeComUrlMissing", "-Url")]
    [InlineData("' ' | Send-WeComAlert -Webhook $args[2] -Endpoint $args[3]", "WeComContentEmpty", "nothing to send")]
    [InlineData("Send-WeComAlert -Webhook $args[2] -Endpoint $args[3] -Path $args[4]", "WeComFileSize", "tiny.txt")]
    public void What_cannot_be_sent_is_one_error_that_says_what_to_do(string script, string id, string text)
    {
        string tiny = Path.Combine(_folder.FullName, "tiny.txt");
        File.WriteAllText(tiny, "12345");

        ErrorRecord error = Host.TryRun(script, Configuration(), Secret("no address at all"), Secret(Robots.Key), Robots.Endpoint, tiny).SingleError;

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(text, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("no address at all", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Robots.Messages);
    }

    [Fact]
    public void A_file_arrives_byte_for_byte()
    {
        string path = Path.Combine(_folder.FullName, "报告 1.json");
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(number => (byte)number)];
        File.WriteAllBytes(path, content);

        ScriptRun run = Host.TryRun("Send-WeComAlert -Webhook $args[0] -Endpoint $args[1] -Path $args[2]", Secret(Robots.Key), Robots.Endpoint, path);

        Assert.Empty(run.Errors);
        WeComReceived message = Assert.Single(Received);
        Assert.Equal(("file", "报告 1.json"), (message.Type, message.Text));
        Assert.Equal(content, message.File!.Value.ToArray());
    }

    [Fact]
    public void A_robot_that_is_busy_for_a_moment_gets_the_message_all_the_same()
    {
        Robots.Faults.Inject(Fault.Error(200, "-1", "system busy"), times: 1);

        Assert.Empty(Send("'x'").Errors);

        Assert.Single(Received);
        Assert.Equal(2, Robots.Requests.Count);
    }

    private ScriptRun Send(string source, string arguments = "") =>
        Host.TryRun($"{source} | Send-WeComAlert -Webhook $args[0] {arguments}", Secret(Robots.Webhook.ToString()));

    private static System.Security.SecureString Secret(string text) => new System.Net.NetworkCredential("", text).SecurePassword;

    private string Configuration()
    {
        string path = Path.Combine(_folder.FullName, "rdsbackup.json");
        JsonObject Channel(string variable) => new() { ["type"] = "WeCom", ["key"] = $"${{env:{variable}}}", ["endpoint"] = Robots.Endpoint.ToString() };
        File.WriteAllText(
            path, new JsonObject { ["alerts"] = new JsonObject { ["channels"] = new JsonObject { ["dba"] = Channel("ROBOT_KEY"), ["old"] = Channel("OLD_KEY") } } }.ToJsonString());
        return path;
    }
}
