using System.Management.Automation;
using System.Net;
using System.Security;
using RdsBackup.Alerting;
using RdsBackup.Alerting.WeCom;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>
/// Sends a text, a file, or any objects of this module to group robots of WeCom. Several objects become one message; nothing piped in sends nothing.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "WeComAlert", DefaultParameterSetName = ObjectSet, SupportsShouldProcess = true)]
[OutputType(typeof(WeComAlertResult))]
public sealed class SendWeComAlertCommand : ConfigurationCommand
{
    private const string ObjectSet = "Object";
    private const string FileSet = "File";

    private readonly List<object> _objects = [];

    /// <summary>A text, a file, results of this module, error records, or alert events.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [Alias("Message", "Content")]
    public PSObject? InputObject { get; set; }

    /// <summary>Files to send, each as it is: 6 bytes to 20 MB.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Channels of the configuration. Left out, its only one is taken.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ChannelCompleter))]
    public string[]? Channel { get; set; }

    /// <summary>A robot that is in no configuration: its whole address, or its key alone.</summary>
    [Parameter]
    public SecureString? Webhook { get; set; }

    /// <summary>Address that messages to <see cref="Webhook"/> go to instead of WeCom's own.</summary>
    [Parameter]
    [EndpointTransformation]
    public Uri? Endpoint { get; set; }

    /// <summary>Proxy to go through on the way to <see cref="Webhook"/>. Left out, that of the environment.</summary>
    [Parameter]
    [EndpointTransformation]
    public Uri? Proxy { get; set; }

    /// <summary>The shape of the message. Left out, the channel's, or else markdown.</summary>
    [Parameter(ParameterSetName = ObjectSet)]
    public AlertMessageType? MessageType { get; set; }

    /// <summary>The headline. Left out, one that counts what is told.</summary>
    [Parameter(ParameterSetName = ObjectSet)]
    public string? Title { get; set; }

    /// <summary>A page to open; news and cards must have one.</summary>
    [Parameter(ParameterSetName = ObjectSet)]
    public Uri? Url { get; set; }

    /// <summary>Users to call by their ids; @all calls everyone in the group.</summary>
    [Parameter(ParameterSetName = ObjectSet)]
    public string[] MentionUser { get; set; } = [];

    /// <summary>Users to call by their mobile numbers.</summary>
    [Parameter(ParameterSetName = ObjectSet)]
    public string[] MentionMobile { get; set; } = [];

    /// <summary>Language of the text around what is told. Left out, the channel's, or else the session's.</summary>
    [Parameter(ParameterSetName = ObjectSet)]
    [ValidateSet("zh-CN", "en-US")]
    public string? Language { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (InputObject is not null)
        {
            _objects.Add(InputObject.BaseObject);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_objects.Count == 0 && Path.Length == 0)
        {
            return;
        }

        string[] paths = [.. await PathsAsync(), .. _objects.OfType<FileInfo>().Select(file => file.FullName)];
        object[] told = [.. _objects.Where(item => item is not FileInfo)];
        foreach (Robot robot in await RobotsAsync())
        {
            await AttemptAsync(robot.Options.Name, async () =>
            {
                if (told.Length > 0)
                {
                    await SendAsync(robot, new WeComSending(robot.Options, ReportOf(told), Clock, MessageType), told.Length, cancellationToken);
                }

                foreach (string path in paths)
                {
                    await SendAsync(robot, new WeComSending(robot.Options, await WeComFile.ReadAsync(path, cancellationToken), Clock), 1, cancellationToken);
                }
            });
        }
    }

    private async Task SendAsync(Robot robot, WeComSending sending, int items, CancellationToken cancellationToken)
    {
        if (!await Pipeline.ShouldProcessAsync($"{robot.Options.Name}\n{sending.Text}\n", Errors.Text(nameof(Messages.WeComSendAction))))
        {
            return;
        }

        await sending.SendAsync(await robot.FindAsync(cancellationToken), Pipeline.Log, cancellationToken);
        await Pipeline.WriteObjectAsync(new WeComAlertResult
        {
            Channel = robot.Options.Name,
            MessageType = sending.MessageType,
            Messages = sending.Count,
            Items = items,
            Bytes = sending.Bytes,
            SentAt = Clock.GetUtcNow(),
        });
    }

    // What somebody wrote stands as it is, markup and all; as soon as there are objects, it is one of them.
    private AlertReport ReportOf(object[] told)
    {
        DateTimeOffset now = Clock.GetUtcNow();
        bool isText = told.All(item => item is string);
        return new AlertReport
        {
            Title = Title,
            Content = isText ? string.Join('\n', told) : null,
            Items = isText ? [] : [.. told.SelectMany(item => AlertItem.Of(item, LanguagePrimitives.ConvertTo<string>(item), AlertSources.EventsOf(item, environment: null, now), now))],
            Mentions = new AlertMentions { Users = MentionUser, Mobiles = MentionMobile },
            Url = Url,
            Language = Language,
        };
    }

    private Task<IEnumerable<string>> PathsAsync() =>
        Pipeline.AskAsync(() => (IEnumerable<string>)[.. Path.SelectMany(path => GetResolvedProviderPathFromPSPath(path, out _))]);

    private async Task<IReadOnlyList<Robot>> RobotsAsync()
    {
        if (Webhook is not null)
        {
            var address = WeComAddress.Parse(new NetworkCredential("", Webhook).Password, Endpoint);
            AlertChannelOptions options = new() { Name = address.MaskedKey, Proxy = Proxy };
            return [new Robot(options, _ => Task.FromResult(address))];
        }

        AlertOptions alerts = (await LoadConfigurationAsync()).Options.Alerts;
        string all = string.Join(", ", alerts.Channels.Keys);
        if (Channel is null && alerts.Channels.Count != 1)
        {
            throw Errors.Create(nameof(Messages.WeComChannelRequired), RdsBackupErrorKind.InvalidInput, all.Length > 0 ? all : "-");
        }

        return
        [
            .. (Channel ?? [.. alerts.Channels.Keys]).Select(name => alerts.Channels.GetValueOrDefault(name)
                    ?? throw Errors.Create(nameof(Messages.WeComChannelUnknown), RdsBackupErrorKind.NotFound, name, all))
                .Select(options => new Robot(options, new WeComChannel(options, Secrets, Clock, Pipeline.Log).AddressAsync)),
        ];
    }

    private sealed record Robot(AlertChannelOptions Options, Func<CancellationToken, Task<WeComAddress>> FindAsync);
}
