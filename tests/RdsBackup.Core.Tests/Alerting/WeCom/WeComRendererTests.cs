using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using RdsBackup.Alerting;
using RdsBackup.Alerting.WeCom;
using RdsBackup.Configuration;

namespace RdsBackup.Core.Tests.Alerting.WeCom;

/// <summary>The messages that a report becomes in each shape: what they say, whom they call, and how long they are.</summary>
public sealed class WeComRendererTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 30, 5, TimeSpan.Zero);
    private static readonly Uri Page = new("https://console.example/rm-a?tab=backup");

    private static readonly AlertItem Failure = new()
    {
        Severity = AlertSeverity.Error,
        Title = "rm-a: the copy failed",
        Detail = "The source ended early.\nIt had 5 of 9 bytes.",
        Remedy = "Copy it again.",
        Facts = [new AlertFact("Backup", "123"), new AlertFact("File", "hins1_xtra_20260302.xb.gz")],
        Environment = "prod",
        Time = Now,
    };

    private static readonly AlertItem Recovery = new() { IsRecovery = true, Title = "rm-b: is well again", Recovered = ["rm-b: too old", "rm-b: missing"], Time = Now };

    [Fact]
    public void Markdown_tells_all_of_a_failure()
    {
        WeComMessage message = Assert.Single(Render(AlertMessageType.Markdown, Failure));

        Assert.Equal("markdown", message.Type);
        Assert.Equal(
            $"""
            **<font color="warning">Error</font> rm-a: the copy failed**
            > The source ended early.
            > It had 5 of 9 bytes.
            > What to do: Copy it again.
            > Backup: 123 · File: hins1_xtra_20260302.xb.gz
            <font color="comment">2026-03-02 02:30:05 +00:00 · {Environment.MachineName}</font>
            """.ReplaceLineEndings("\n"),
            message.Text);
        Assert.Equal(message.Text, (string?)message.Payload!["content"]);
    }

    [Fact]
    public void Chinese_text_stands_around_what_is_told()
    {
        string text = Assert.Single(Render(AlertMessageType.Markdown, "zh-CN", Failure, Recovery)).Text;

        Assert.StartsWith("### 数据库备份：1 项异常，1 项恢复\n", text, StringComparison.Ordinal);
        Assert.Contains("**<font color=\"warning\">错误</font> rm-a: the copy failed**", text, StringComparison.Ordinal);
        Assert.Contains("> 处理：Copy it again.", text, StringComparison.Ordinal);
        Assert.Contains("<font color=\"info\">已恢复</font> rm-b: is well again", text, StringComparison.Ordinal);
        Assert.Contains("> 已恢复：rm-b: too old; rm-b: missing", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_language_of_the_session_is_left_as_it_was()
    {
        CultureInfo before = CultureInfo.CurrentUICulture;

        Render(AlertMessageType.Text, "zh-CN", Failure);

        Assert.Equal(before, CultureInfo.CurrentUICulture);
    }

    [Fact]
    public void Second_version_of_markdown_has_no_colours() =>
        Assert.DoesNotContain("<font", Assert.Single(Render(AlertMessageType.MarkdownV2, Failure, Recovery)).Text, StringComparison.Ordinal);

    [Fact]
    public void A_failure_that_lasts_says_since_when_and_how_often()
    {
        AlertItem lasting = Failure with { FailingSince = Now.AddDays(-2), Occurrences = 3, Suppressed = 1, IsEscalation = true };

        string text = Assert.Single(Render(AlertMessageType.Text, lasting)).Text;

        Assert.Contains("\n  Failing since 2026-02-28 02:30:05 +00:00, seen 3 times; 1 not told since the last message\n", text, StringComparison.Ordinal);
        Assert.Contains("\n  Told again because it lasts: time no. 3\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Failing since", Assert.Single(Render(AlertMessageType.Text, Failure)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, "[Error] rm-a: the copy failed")]
    [InlineData(2, 0, "Database backups: 2 not in order")]
    [InlineData(0, 2, "Database backups: 2 recovered")]
    [InlineData(3, 1, "Database backups: 3 not in order, 1 recovered")]
    public void The_headline_counts_what_is_told(int failures, int recoveries, string headline)
    {
        AlertItem[] items = [.. Enumerable.Repeat(Failure, failures), .. Enumerable.Repeat(Recovery, recoveries)];

        Assert.Equal(headline, Render(AlertMessageType.Text, items)[0].Text.Split('\n')[0]);
    }

    [Theory]
    [InlineData(AlertMessageType.Text)]
    [InlineData(AlertMessageType.Markdown)]
    [InlineData(AlertMessageType.MarkdownV2)]
    public void Only_the_template_makes_markup_and_only_mentions_call(AlertMessageType type)
    {
        AlertItem harmless = Failure with { Title = "title", Detail = "detail", Remedy = "remedy", Facts = [new AlertFact("name", "value")], Recovered = ["other"] };
        string plain = Render(type, harmless)[0].Text;
        Gen.Select(WeComTexts.Hostile, WeComTexts.Hostile).Sample((one, other) =>
        {
            AlertItem hostile = harmless with { Title = one, Detail = other, Remedy = one, Facts = [new AlertFact(one, other)], Recovered = [one, other] };

            string text = string.Join('\n', Render(type, hostile).Where(message => message.File is null).Select(message => message.Text));

            Assert.DoesNotContain("<@", text, StringComparison.Ordinal);
            string[] marks = type == AlertMessageType.Text ? [] : ["<", @"\*\*", "`", @"\]\("];
            Assert.All(marks, mark => Assert.Equal(Regex.Count(plain, mark), Regex.Count(text, mark)));
        }, iter: 50);
    }

    [Fact]
    public void A_page_does_not_end_its_link() => Assert.Contains(
        "[Open](https://console.example/?f=(a%29%2A%2Ab)\n",
        Render(AlertMessageType.Markdown, Failure with { Url = new Uri("https://console.example/?f=(a)**b") })[0].Text,
        StringComparison.Ordinal);

    [Fact]
    public void A_text_calls_users_and_numbers_itself()
    {
        AlertMentions mentions = new() { Users = ["zhang3", "@all"], Mobiles = ["13800000000", "@all"] };

        WeComMessage message = Assert.Single(Render(AlertMessageType.Text, Report(Failure) with { Mentions = mentions }));

        Assert.Equal(["zhang3", "@all"], Strings(message, "mentioned_list"));
        Assert.Equal(["13800000000", "@all"], Strings(message, "mentioned_mobile_list"));
    }

    [Fact]
    public void Markdown_calls_users_itself_and_numbers_and_everyone_by_a_text_behind_it()
    {
        AlertMentions mentions = new() { Users = ["zhang3", "@all", "li4"], Mobiles = ["13800000000"] };

        IReadOnlyList<WeComMessage> messages = Render(AlertMessageType.Markdown, Report(Failure) with { Mentions = mentions });

        Assert.Equal(["markdown", "text"], messages.Select(message => message.Type));
        Assert.EndsWith("\n<@zhang3>\n<@li4>", messages[0].Text, StringComparison.Ordinal);
        Assert.Equal("rm-a: the copy failed", messages[1].Text);
        Assert.Equal(["@all"], Strings(messages[1], "mentioned_list"));
        Assert.Equal(["13800000000"], Strings(messages[1], "mentioned_mobile_list"));
    }

    [Fact]
    public void Markdown_that_calls_users_only_is_one_message() =>
        Assert.Single(Render(AlertMessageType.Markdown, Report(Failure) with { Mentions = new AlertMentions { Users = ["zhang3"] } }));

    [Fact]
    public void More_users_than_markdown_can_hold_are_called_by_a_text()
    {
        string[] users = [.. Enumerable.Range(0, 200).Select(number => $"some-user-{number}")];

        IReadOnlyList<WeComMessage> messages = Render(AlertMessageType.Markdown, Report(Failure) with { Mentions = new AlertMentions { Users = users } });

        Assert.Equal(["markdown", "text"], messages.Select(message => message.Type));
        Assert.Equal(users, Strings(messages[1], "mentioned_list"));
    }

    [Theory]
    [InlineData(AlertMessageType.MarkdownV2, "markdown_v2")]
    [InlineData(AlertMessageType.News, "news")]
    [InlineData(AlertMessageType.TemplateCard, "template_card")]
    public void What_can_call_nobody_has_a_text_behind_it(AlertMessageType type, string name)
    {
        AlertReport report = Report(Failure) with { Url = Page, Mentions = new AlertMentions { Users = ["zhang3"], Mobiles = ["13800000000"] } };

        IReadOnlyList<WeComMessage> messages = Render(type, report);

        Assert.Equal([name, "text"], messages.Select(message => message.Type));
        Assert.DoesNotContain("zhang3", messages[0].Payload!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["zhang3"], Strings(messages[1], "mentioned_list"));
        Assert.Equal(["13800000000"], Strings(messages[1], "mentioned_mobile_list"));
        Assert.Single(Render(type, report with { Mentions = AlertMentions.None }));
    }

    [Fact]
    public void The_text_that_calls_people_lets_no_title_call_others()
    {
        AlertReport report = Report(Failure with { Title = "<@all> come here" }) with { Mentions = new AlertMentions { Mobiles = ["13800000000"] } };

        Assert.All(Render(AlertMessageType.Markdown, report), message => Assert.DoesNotContain("<@", message.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void News_has_an_article_for_each_thing_eight_in_a_message()
    {
        AlertItem[] items = [.. Enumerable.Range(0, 17).Select(number => Failure with { Title = $"rm-{number}", Url = number == 0 ? new Uri("https://own.example/") : null })];

        IReadOnlyList<WeComMessage> messages = Render(AlertMessageType.News, Report(items) with { Url = Page });

        Assert.Equal([8, 8, 1], messages.Select(message => message.Payload!["articles"]!.AsArray().Count));
        JsonNode first = messages[0].Payload!["articles"]![0]!;
        Assert.Equal("Error: rm-0", (string?)first["title"]);
        Assert.Equal("https://own.example/", (string?)first["url"]);
        Assert.Equal(Page.AbsoluteUri, (string?)messages[2].Payload!["articles"]![0]!["url"]);
    }

    [Fact]
    public void Titles_and_descriptions_of_news_keep_their_limits() => Gen.Select(WeComTexts.Plain, WeComTexts.Plain).Sample((one, other) =>
    {
        WeComMessage message = Render(AlertMessageType.News, Report(Failure with { Title = one, Detail = other }) with { Url = Page })[0];

        JsonNode article = message.Payload!["articles"]![0]!;
        Assert.InRange(Encoding.UTF8.GetByteCount((string)article["title"]!), 1, 128);
        Assert.InRange(Encoding.UTF8.GetByteCount((string)article["description"]!), 1, 512);
    }, iter: 50);

    [Fact]
    public void A_card_tells_one_thing_in_its_text()
    {
        JsonObject card = Assert.Single(Render(AlertMessageType.TemplateCard, Report(Failure) with { Url = Page })).Payload!;

        Assert.Equal("text_notice", (string?)card["card_type"]);
        Assert.Equal("rm-a: the copy failed", (string?)card["main_title"]!["title"]);
        Assert.StartsWith("rm-a: the copy failed\nThe source ended early.", (string?)card["sub_title_text"], StringComparison.Ordinal);
        Assert.Equal("""{"type":1,"url":"https://console.example/rm-a?tab=backup"}""", card["card_action"]!.ToJsonString());
        Assert.Equal(2, (int?)card["source"]!["desc_color"]); // red
        Assert.Null(card["horizontal_content_list"]);
    }

    [Fact]
    public void A_card_tells_several_things_in_rows_and_counts_those_beyond_six()
    {
        JsonObject card = Render(AlertMessageType.TemplateCard, Report([.. Enumerable.Repeat(Failure, 9)]) with { Url = Page })[0].Payload!;

        Assert.Equal(6, card["horizontal_content_list"]!.AsArray().Count);
        Assert.Equal("and 3 more", (string?)card["sub_title_text"]);
        Assert.StartsWith("Database backups: 9", (string?)card["main_title"]!["title"], StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_of_a_card_keep_their_limits() => Gen.Select(WeComTexts.Plain, Gen.Int[1, 9]).Sample((text, count) =>
    {
        JsonObject card = Render(AlertMessageType.TemplateCard, Report([.. Enumerable.Repeat(Failure with { Title = text }, count)]) with { Url = Page })[0].Payload!;

        Assert.InRange(CharactersOf(card["main_title"]!["title"]), 1, 26);
        Assert.InRange(CharactersOf(card["main_title"]!["desc"]), 1, 30);
        Assert.InRange(CharactersOf(card["sub_title_text"]), 0, 112);
        Assert.All(card["horizontal_content_list"]?.AsArray() ?? [], row => Assert.True(CharactersOf(row!["keyname"]) <= 5 && CharactersOf(row["value"]) <= 26));
    }, iter: 50);

    [Theory]
    [InlineData(AlertMessageType.News)]
    [InlineData(AlertMessageType.TemplateCard)]
    public void News_and_cards_without_a_page_are_an_error(AlertMessageType type) =>
        Assert.Equal("WeComUrlMissing", Assert.Throws<RdsBackupException>(() => Render(type, Failure)).ErrorId);

    [Theory]
    [InlineData(AlertMessageType.News, 1, false, AlertMessageType.Markdown)]
    [InlineData(AlertMessageType.News, 32, true, AlertMessageType.News)]
    [InlineData(AlertMessageType.News, 33, true, AlertMessageType.Markdown)]
    [InlineData(AlertMessageType.TemplateCard, 1, false, AlertMessageType.Markdown)]
    [InlineData(AlertMessageType.TemplateCard, 6, true, AlertMessageType.TemplateCard)]
    [InlineData(AlertMessageType.TemplateCard, 7, true, AlertMessageType.Markdown)]
    [InlineData(AlertMessageType.Text, 99, false, AlertMessageType.Text)]
    public void A_channel_whose_shape_cannot_tell_a_report_tells_it_as_markdown(AlertMessageType wanted, int items, bool hasPage, AlertMessageType sent)
    {
        AlertReport report = Report([.. Enumerable.Repeat(Failure, items)]) with { Url = hasPage ? Page : null };

        Assert.Equal(sent, new WeComSending(new AlertChannelOptions { MessageType = wanted }, report, Clock()).MessageType);
    }

    [Fact]
    public void A_channel_without_a_shape_has_markdown_and_its_own_mentions_and_language_count()
    {
        AlertChannelOptions channel = new() { Language = "zh-CN", Mentions = new MentionOptions { Users = ["on-call"] } };

        WeComSending sending = new(channel, Report(Failure) with { Mentions = new AlertMentions { Users = ["zhang3"] } }, Clock());

        Assert.Equal((AlertMessageType.Markdown, 1), (sending.MessageType, sending.Count));
        Assert.Contains("<@zhang3>\n<@on-call>", sending.Text, StringComparison.Ordinal);
        Assert.Contains("处理：", sending.Text, StringComparison.Ordinal);
        Assert.Contains("What to do:", new WeComSending(channel, Report(Failure) with { Language = "en-US" }, Clock()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AlertMessageType.Text, 2048)]
    [InlineData(AlertMessageType.Markdown, 4096)]
    [InlineData(AlertMessageType.MarkdownV2, 4096)]
    public void A_report_too_long_for_one_message_is_split(AlertMessageType type, int limit)
    {
        IReadOnlyList<WeComMessage> messages = Render(type, [.. Enumerable.Range(0, limit / 80).Select(number => Failure with { Title = $"rm-{number}" })]);

        Assert.InRange(messages.Count, 2, 4);
        Assert.All(messages, message => Assert.InRange(message.Bytes, 1, limit));
        Assert.All(messages, message => Assert.Null(message.File));
    }

    [Theory]
    [InlineData(AlertMessageType.Text, 2048, ".txt")]
    [InlineData(AlertMessageType.Markdown, 4096, ".md")]
    [InlineData(AlertMessageType.MarkdownV2, 4096, ".md")]
    public void A_report_too_long_for_four_messages_is_a_file_behind_its_beginning(AlertMessageType type, int limit, string extension)
    {
        AlertItem[] items = [.. Enumerable.Range(0, 1000).Select(number => Failure with { Title = $"rm-{number}" })];

        IReadOnlyList<WeComMessage> messages = Render(type, Report(items) with { Mentions = new AlertMentions { Users = ["zhang3"] } });

        Assert.InRange(messages[0].Bytes, limit / 2, limit);
        Assert.StartsWith(type == AlertMessageType.Text ? "Database backups: 1000 not in order\n" : "### Database backups: 1000 not in order\n", messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("attached as a file", messages[0].Text, StringComparison.Ordinal);
        WeComFile file = messages[1].File!;
        Assert.Equal($"rdsbackup-20260302-023005{extension}", file.Name);
        string whole = Encoding.UTF8.GetString(file.Content);
        Assert.All(items, item => Assert.Contains(item.Title, whole, StringComparison.Ordinal));
        Assert.DoesNotContain("<@", whole, StringComparison.Ordinal);
        bool isCalled = type switch
        {
            AlertMessageType.Text => messages[0].Payload!["mentioned_list"] is not null,
            AlertMessageType.Markdown => messages[0].Text.EndsWith("<@zhang3>", StringComparison.Ordinal),
            _ => messages[2].Payload!["mentioned_list"] is not null,
        };
        Assert.True(isCalled);
    }

    [Fact]
    public void What_somebody_wrote_stands_as_it_is()
    {
        AlertReport report = new() { Content = "**done** <@zhang3>\r\n> fine" };

        Assert.Equal("**done** <@zhang3>\n> fine", Assert.Single(Render(AlertMessageType.Markdown, report)).Text);
        Assert.Equal("### Night\n**done** <@zhang3>\n> fine", Assert.Single(Render(AlertMessageType.Markdown, report with { Title = "Night" })).Text);
        Assert.Equal("Night\n**done** <@zhang3>\n> fine", Assert.Single(Render(AlertMessageType.Text, report with { Title = "Night" })).Text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n\t")]
    public void Nothing_to_tell_is_an_error(string? content) => Assert.Equal(
        "WeComContentEmpty", Assert.Throws<RdsBackupException>(() => Render(AlertMessageType.Text, new AlertReport { Content = content })).ErrorId);

    [Fact]
    public void Times_are_those_of_the_machine()
    {
        FakeTimeProvider clock = Clock();
        clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(8), "east", "east"));

        string text = new WeComRenderer(AlertMessageType.Text, "en-US", templates: null, clock).Render(Report(Failure))[0].Text;

        Assert.Contains("2026-03-02 10:30:05 +08:00", text, StringComparison.Ordinal);
    }

    private static AlertReport Report(params AlertItem[] items) => new() { Items = items };

    private static FakeTimeProvider Clock() => new(Now);

    private static IReadOnlyList<WeComMessage> Render(AlertMessageType type, params AlertItem[] items) => Render(type, Report(items));

    private static IReadOnlyList<WeComMessage> Render(AlertMessageType type, string language, params AlertItem[] items) =>
        new WeComRenderer(type, language, templates: null, Clock()).Render(Report(items));

    private static IReadOnlyList<WeComMessage> Render(AlertMessageType type, AlertReport report) =>
        new WeComRenderer(type, "en-US", templates: null, Clock()).Render(report);

    private static IEnumerable<string> Strings(WeComMessage message, string name) => message.Payload![name]!.AsArray().Select(value => (string)value!);

    private static int CharactersOf(JsonNode? text) => new StringInfo((string)text!).LengthInTextElements;
}
