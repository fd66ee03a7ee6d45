namespace RdsBackup.Alerting;

/// <summary>One thing that a message tells: a notice of a rule, or an object somebody sends.</summary>
public sealed record AlertItem
{
    /// <summary>How much it matters.</summary>
    public AlertSeverity Severity { get; init; }

    /// <summary>Whether it tells the end of a failure.</summary>
    public bool IsRecovery { get; init; }

    /// <summary>Whether it is told because the failure lasts.</summary>
    public bool IsEscalation { get; init; }

    /// <summary>One line that says what it is.</summary>
    public required string Title { get; init; }

    /// <summary>More about it, in any number of lines; "" for nothing.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What to do about it; null for nothing.</summary>
    public string? Remedy { get; init; }

    /// <summary>More that is worth knowing, in the order it is to be shown.</summary>
    public IReadOnlyList<AlertFact> Facts { get; init; } = [];

    /// <summary>aliyun or aws; null when it concerns neither.</summary>
    public string? Cloud { get; init; }

    /// <summary>Name of the environment; null when there is none.</summary>
    public string? Environment { get; init; }

    /// <summary>The instance or cluster; null when it is about none.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Stable code of what is wrong; "" when nothing is.</summary>
    public string Code { get; init; } = "";

    /// <summary>When it was found.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Since when it fails, if that is longer than now.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>How often it was seen until now.</summary>
    public int Occurrences { get; init; } = 1;

    /// <summary>How often it was seen and not told since it was told last.</summary>
    public int Suppressed { get; init; }

    /// <summary>What failures ended.</summary>
    public IReadOnlyList<string> Recovered { get; init; } = [];

    /// <summary>A page to open.</summary>
    public Uri? Url { get; init; }

    /// <summary>Of a notice of a rule.</summary>
    public static AlertItem Of(AlertNotice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return Of(notice.Event) with
        {
            IsEscalation = notice.IsEscalation,
            FailingSince = notice.Occurrences > 1 ? notice.FailingSince : null,
            Occurrences = notice.Occurrences,
            Suppressed = notice.Suppressed,
            Recovered = notice.Recovered,
        };
    }

    /// <summary>Of an event.</summary>
    public static AlertItem Of(AlertEvent alertEvent)
    {
        ArgumentNullException.ThrowIfNull(alertEvent);
        return new AlertItem
        {
            Severity = alertEvent.Severity,
            IsRecovery = alertEvent.Kind == AlertEventKind.Recovered,
            Title = alertEvent.Title,
            Detail = alertEvent.Detail,
            Remedy = alertEvent.Remedy,
            Facts = alertEvent.Facts,
            Cloud = alertEvent.Cloud,
            Environment = alertEvent.Environment,
            InstanceId = alertEvent.InstanceId,
            Code = alertEvent.Code,
            Time = alertEvent.Time,
            Url = alertEvent.Url,
        };
    }

    /// <summary>
    /// Of an object of this module: an item for each thing that is wrong with it or, when nothing is, one that says what it is. Of anything else, its text.
    /// </summary>
    /// <param name="source">The object.</param>
    /// <param name="text">What it is as text.</param>
    /// <param name="events">What <see cref="AlertEvents"/> makes of it; null when that knows no such objects.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<AlertItem> Of(object source, string text, IReadOnlyList<AlertEvent>? events, DateTimeOffset now)
    {
        AlertEvent[] failures = [.. (events ?? []).Where(alertEvent => alertEvent.Kind != AlertEventKind.Recovered || source is AlertEvent)];
        AlertEvent? about = events is [{ } first, ..] ? first : null;
        return failures.Length > 0 ? [.. failures.Select(Of)] :
        [
            new AlertItem
            {
                Title = text,
                Facts = about?.Facts ?? [],
                Cloud = about?.Cloud,
                Environment = about?.Environment,
                InstanceId = about?.InstanceId,
                Time = about?.Time ?? now,
            },
        ];
    }
}
