using System.Globalization;
using System.Text.Json.Nodes;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Alerting.WeCom;

/// <summary>Gives a report the shape of messages that a robot takes.</summary>
/// <param name="type">The shape.</param>
/// <param name="language">zh-CN or en-US; null is the session's.</param>
/// <param name="templates">Folder with templates that take the place of the module's; null for none.</param>
/// <param name="clock">The clock.</param>
internal sealed class WeComRenderer(AlertMessageType type, string? language, string? templates, TimeProvider clock)
{
    private const int MostPieces = 4;
    private const int MostCallBytes = 512;
    private const int MostArticles = 8;
    private const int MostCardRows = 6;
    private const int ArticleTitleBytes = 128;
    private const int ArticleTextBytes = 512;

    private readonly CultureInfo _culture = language is null ? CultureInfo.CurrentUICulture : CultureInfo.GetCultureInfo(language);

    /// <summary>Whether a shape can tell all of a report: news and cards need a page to open, and take only so much.</summary>
    public static bool CanTell(AlertMessageType type, AlertReport report)
    {
        bool hasPage = report.Url is not null || report.Items.Any(item => item.Url is not null);
        return type switch
        {
            AlertMessageType.News => hasPage && report.Items.Count <= MostPieces * MostArticles,
            AlertMessageType.TemplateCard => hasPage && report.Items.Count <= MostCardRows,
            _ => true,
        };
    }

    /// <summary>The messages, in the order they are to be sent. Those whom the shape itself cannot call are called by a text behind it.</summary>
    /// <exception cref="RdsBackupException">WeComContentEmpty, WeComUrlMissing, AlertTemplateInvalid, …</exception>
    public IReadOnlyList<WeComMessage> Render(AlertReport report)
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = _culture;
        try
        {
            if (report.Items.Count == 0 && string.IsNullOrWhiteSpace(report.Content))
            {
                throw Errors.Create(nameof(Messages.WeComContentEmpty), RdsBackupErrorKind.InvalidInput);
            }

            return type switch
            {
                AlertMessageType.News => [.. NewsOf(report), .. Call(report, report.Mentions)],
                AlertMessageType.TemplateCard => [CardOf(report), .. Call(report, report.Mentions)],
                AlertMessageType.Markdown => MarkdownOf(report),
                AlertMessageType.MarkdownV2 => [.. PiecesOf(report, "markdown_v2"), .. Call(report, report.Mentions)],
                _ => TextOf(report),
            };
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private IReadOnlyList<WeComMessage> TextOf(AlertReport report)
    {
        IReadOnlyList<WeComMessage> pieces = PiecesOf(report, "text");
        return [WeComMessage.OfText(pieces[0].Text, report.Mentions), .. pieces.Skip(1)];
    }

    // Markdown calls users by itself, but neither numbers nor, as far as is documented, everyone; and many users are too long for it.
    private IReadOnlyList<WeComMessage> MarkdownOf(AlertReport report)
    {
        string[] users = [.. report.Mentions.Users.Where(user => user != AlertMentions.Everyone)];
        string calls = string.Concat(users.Select(user => $"\n<@{user}>"));
        if (Utf8Text.Bytes(calls) > MostCallBytes)
        {
            return [.. PiecesOf(report, "markdown"), .. Call(report, report.Mentions)];
        }

        AlertMentions rest = new() { Users = [.. report.Mentions.Users.Except(users)], Mobiles = report.Mentions.Mobiles };
        return [.. PiecesOf(report, "markdown", calls), .. Call(report, rest)];
    }

    private static IEnumerable<WeComMessage> Call(AlertReport report, AlertMentions mentions) => mentions.IsEmpty
        ? []
        : [WeComMessage.OfText(Utf8Text.Cut(WeComMarkup.Escape(Headline(report), AlertMessageType.Text), WeComMessage.TextLimit), mentions)];

    // What takes too many messages becomes a file behind the first piece.
    private IReadOnlyList<WeComMessage> PiecesOf(AlertReport report, string name, string calls = "")
    {
        int limit = type == AlertMessageType.Text ? WeComMessage.TextLimit : WeComMessage.MarkdownLimit;
        string content = ContentOf(report, name).ReplaceLineEndings("\n").Trim('\n');
        if (WeComPieces.Split(content + calls, limit, type, MostPieces) is { } pieces)
        {
            return [.. pieces.Select(piece => MessageOf(name, piece))];
        }

        string note = $"\n{Errors.Text(nameof(Messages.WeComAttached))}{calls}";
        string file = $"rdsbackup-{clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.{(type == AlertMessageType.Text ? "txt" : "md")}";
        return
        [
            MessageOf(name, WeComPieces.First(content, limit - Utf8Text.Bytes(note), type) + note),
            WeComMessage.OfFile(WeComFile.OfText(file, content)),
        ];
    }

    private static WeComMessage MessageOf(string name, string content) =>
        name == "text" ? WeComMessage.OfText(content, AlertMentions.None) : WeComMessage.OfMarkdown(name, content);

    private string ContentOf(AlertReport report, string name)
    {
        if (report.Content is { } written)
        {
            return report.Title is null ? written : type == AlertMessageType.Text ? $"{report.Title}\n{written}" : $"### {Escaped(report.Title)}\n{written}";
        }

        AlertTemplate template = AlertTemplate.Load(name, _culture, templates);
        string items = string.Join('\n', report.Items.Select(item => template.FillItem(value => ValueOf(item, value))));
        return template.FillMessage(value => value switch
        {
            "headline" => report is { Title: null, Items.Count: 1 } ? null : Escaped(Headline(report)), // The one item's title says it already.
            AlertTemplate.Items => items,
            "time" => Moment(clock.GetUtcNow()),
            "machine" => Escaped(Environment.MachineName),
            "count" => report.Items.Count.ToString(CultureInfo.InvariantCulture),
            _ => null,
        });
    }

    private string? ValueOf(AlertItem item, string value) => value switch
    {
        "severity" => SeverityOf(item),
        "colour" => ColourOf(item),
        "title" => Escaped(item.Title),
        "detail" => Escaped(item.Detail),
        "remedy" => Escaped(item.Remedy),
        "facts" => Escaped(string.Join(" · ", item.Facts)),
        "cloud" => Escaped(item.Cloud),
        "environment" => Escaped(item.Environment),
        "instance" => Escaped(item.InstanceId),
        "code" => Escaped(item.Code),
        "time" => Moment(item.Time),
        "since" => item.FailingSince is { } since ? Moment(since) : null,
        "occurrences" => item.FailingSince is null ? null : item.Occurrences.ToString(CultureInfo.InvariantCulture),
        "suppressed" => item.FailingSince is null ? null : item.Suppressed.ToString(CultureInfo.InvariantCulture),
        "escalation" => item.IsEscalation ? item.Occurrences.ToString(CultureInfo.InvariantCulture) : null,
        "recovered" => Escaped(string.Join("; ", item.Recovered)),
        "url" => item.Url?.AbsoluteUri.Replace(")", "%29", StringComparison.Ordinal).Replace("*", "%2A", StringComparison.Ordinal), // They would end the link.
        _ => null,
    };

    private static IEnumerable<WeComMessage> NewsOf(AlertReport report) => Articles(report).Chunk(MostArticles).Select(articles => new WeComMessage(
        "news",
        string.Join('\n', articles.Select(article => $"{article["title"]}\n  {article["description"]}\n  {article["url"]}")),
        new JsonObject { ["articles"] = new JsonArray([.. articles]) }));

    private static IEnumerable<JsonNode> Articles(AlertReport report) => report.Content is { } written
        ? [Article(Headline(report), written, UrlOf(report))]
        : report.Items.Select(item => Article($"{SeverityOf(item)}: {item.Title}", TextOf(item), item.Url ?? UrlOf(report)));

    private static JsonObject Article(string title, string description, Uri url) => new()
    {
        ["title"] = Utf8Text.Cut(title, ArticleTitleBytes),
        ["description"] = Utf8Text.Cut(description, ArticleTextBytes),
        ["url"] = url.AbsoluteUri,
    };

    private static string TextOf(AlertItem item) => string.Join('\n', new[] { item.Detail, item.Remedy, string.Join(" · ", item.Facts) }.Where(line => !string.IsNullOrEmpty(line)));

    // The lengths are WeCom's recommendations, in characters.
    private static WeComMessage CardOf(AlertReport report)
    {
        string url = UrlOf(report).AbsoluteUri;
        string headline = Headline(report);
        string subtitle = report.Content ?? report.Items switch
        {
            [{ } only] => $"{only.Title}\n{TextOf(only)}",
            { Count: > MostCardRows } => Errors.Text(nameof(Messages.WeComCardMore), report.Items.Count - MostCardRows),
            _ => "",
        };
        AlertItem[] rows = report.Items.Count > 1 ? [.. report.Items.Take(MostCardRows)] : [];
        bool isGrave = report.Items.Any(item => item.Severity >= AlertSeverity.Error);
        JsonObject card = new()
        {
            ["card_type"] = "text_notice",
            ["source"] = new JsonObject { ["desc"] = "RdsBackup", ["desc_color"] = isGrave ? 2 : 3 },
            ["main_title"] = new JsonObject { ["title"] = Utf8Text.CutCharacters(headline, 26), ["desc"] = Utf8Text.CutCharacters(Environment.MachineName, 30) },
            ["sub_title_text"] = Utf8Text.CutCharacters(subtitle, 112),
            ["card_action"] = new JsonObject { ["type"] = 1, ["url"] = url },
        };
        if (rows.Length > 0)
        {
            card["horizontal_content_list"] = new JsonArray([.. rows.Select(item => new JsonObject
            {
                ["keyname"] = Utf8Text.CutCharacters(SeverityOf(item), 5),
                ["value"] = Utf8Text.CutCharacters(item.Title, 26),
            })]);
        }

        string text = string.Join('\n', rows.Select(item => $"{SeverityOf(item)}: {item.Title}").Prepend(subtitle).Prepend(headline).Where(line => line.Length > 0));
        return new WeComMessage("template_card", $"{text}\n{url}", card);
    }

    private static Uri UrlOf(AlertReport report) => report.Url ?? report.Items.FirstOrDefault(item => item.Url is not null)?.Url
        ?? throw Errors.Create(nameof(Messages.WeComUrlMissing), RdsBackupErrorKind.InvalidInput);

    private static string Headline(AlertReport report)
    {
        int failures = report.Items.Count(item => !item.IsRecovery && item.Severity >= AlertSeverity.Warning);
        int recoveries = report.Items.Count(item => item.IsRecovery);
        return report.Title ?? (failures, recoveries, report.Items.Count) switch
        {
            (_, _, 0) => Errors.Text(nameof(Messages.WeComHeadline)),
            (_, _, 1) => report.Items[0].Title,
            (0, 0, int count) => Errors.Text(nameof(Messages.WeComHeadlineResults), count),
            (_, 0, _) => Errors.Text(nameof(Messages.WeComHeadlineFailures), failures),
            (0, _, _) => Errors.Text(nameof(Messages.WeComHeadlineRecoveries), recoveries),
            _ => Errors.Text(nameof(Messages.WeComHeadlineBoth), failures, recoveries),
        };
    }

    private static string SeverityOf(AlertItem item) => Errors.Text(item.IsRecovery ? nameof(Messages.WeComRecovered) : $"WeComSeverity{item.Severity}");

    // There are three: info is green, comment grey, warning orange.
    private static string ColourOf(AlertItem item) => item switch
    {
        { IsRecovery: true } => "info",
        { Severity: AlertSeverity.Information } => "info",
        { Severity: AlertSeverity.Warning } => "comment",
        _ => "warning",
    };

    private string Escaped(string? text) => WeComMarkup.Escape(text ?? "", type);

    private string Moment(DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
}
