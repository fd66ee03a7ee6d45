using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Alerting.WeCom;

/// <summary>A report, or a file, in the shape of one channel, ready to be sent.</summary>
public sealed class WeComSending
{
    private readonly AlertChannelOptions _options;
    private readonly TimeProvider _clock;
    private readonly IReadOnlyList<WeComMessage> _messages;

    /// <summary>
    /// Gives a report its shape. Where the channel's is news or a card, and the report has no page to open or more items than those can hold, it is markdown instead.
    /// </summary>
    /// <param name="options">The channel.</param>
    /// <param name="report">The report; the channel's own mentions come on top of its.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="type">The shape; null takes the channel's.</param>
    /// <exception cref="RdsBackupException">WeComContentEmpty, WeComUrlMissing, AlertTemplateInvalid, …</exception>
    public WeComSending(AlertChannelOptions options, AlertReport report, TimeProvider clock, AlertMessageType? type = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(report);
        (_options, _clock) = (options, clock);
        AlertMentions standing = new() { Users = options.Mentions.Users, Mobiles = options.Mentions.Mobiles };
        MessageType = type ?? Fitting(options.MessageType ?? AlertMessageType.Markdown, report);
        _messages = new WeComRenderer(MessageType.Value, report.Language ?? options.Language, options.Templates, clock).Render(report with { Mentions = report.Mentions.With(standing) });
    }

    /// <summary>Wraps a file.</summary>
    /// <param name="options">The channel.</param>
    /// <param name="file">The file.</param>
    /// <param name="clock">The clock.</param>
    public WeComSending(AlertChannelOptions options, WeComFile file, TimeProvider clock) =>
        (_options, _clock, _messages) = (options, clock, [WeComMessage.OfFile(file)]);

    /// <summary>The shape; null of a file.</summary>
    public AlertMessageType? MessageType { get; }

    /// <summary>How many messages it takes.</summary>
    public int Count => _messages.Count;

    /// <summary>Bytes of their contents.</summary>
    public long Bytes => _messages.Sum(message => message.Bytes);

    /// <summary>What a person will read.</summary>
    public string Text => string.Join("\n\n", _messages.Select(message => $"{message.Type}, {message.Bytes} B:\n{message.Text}"));

    /// <summary>Sends it. Returns only once the robot took all of it.</summary>
    /// <param name="address">The robot.</param>
    /// <param name="log">Receives log lines.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">WeComRobotGone, WeComContentRefused, WeComRateExceeded, WeComUnreachable, …</exception>
    public async Task SendAsync(WeComAddress address, OperationLog? log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        string name = string.IsNullOrEmpty(_options.Name) ? address.MaskedKey : _options.Name;
        using WeComRobot robot = new(name, address, _options.Proxy, _clock, OperationLogger.For(log));
        foreach (WeComMessage message in _messages)
        {
            await robot.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
    }

    private static AlertMessageType Fitting(AlertMessageType type, AlertReport report) =>
        WeComRenderer.CanTell(type, report) ? type : AlertMessageType.Markdown;
}
