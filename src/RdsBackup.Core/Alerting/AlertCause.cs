namespace RdsBackup.Alerting;

/// <summary>What one rule remembers of one cause: a failure that was seen and has not ended.</summary>
internal sealed record AlertCause
{
    /// <summary>Name of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary><see cref="AlertEvent.Cause"/>.</summary>
    public required string Cause { get; init; }

    /// <summary>Name of the kind of event: text, so that a version which knows fewer kinds can still read the state.</summary>
    public required string Kind { get; init; }

    public string? Cloud { get; init; }

    public string? Environment { get; init; }

    public string? RegionId { get; init; }

    public string? InstanceId { get; init; }

    public string? Subject { get; init; }

    public required string Code { get; init; }

    /// <summary>Title of the latest event.</summary>
    public required string Title { get; init; }

    /// <summary>When it was first seen (UTC).</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was last seen (UTC).</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>How often it was seen.</summary>
    public required int Occurrences { get; init; }

    /// <summary>
    /// The occurrence at which it last escalated on any channel; 0 when it has not. Earlier versions know only this; see
    /// <see cref="EscalatedOn"/>.
    /// </summary>
    public int EscalatedAt { get; init; }

    /// <summary>The channels that were told, by name.</summary>
    public IReadOnlyDictionary<string, AlertTold> Told { get; init; } = new Dictionary<string, AlertTold>();

    /// <summary>The cause as <paramref name="alertEvent"/> shows it for the first time.</summary>
    public static AlertCause First(string rule, AlertEvent alertEvent, DateTimeOffset now) => new()
    {
        Rule = rule,
        Cause = alertEvent.Cause,
        Kind = alertEvent.Kind.ToString(),
        Cloud = alertEvent.Cloud,
        Environment = alertEvent.Environment,
        RegionId = alertEvent.RegionId,
        InstanceId = alertEvent.InstanceId,
        Subject = alertEvent.Subject,
        Code = alertEvent.Code,
        Title = alertEvent.Title,
        Since = now,
        LastSeen = now,
        Occurrences = 1,
    };

    /// <summary>The cause seen once more.</summary>
    public AlertCause Again(AlertEvent alertEvent, DateTimeOffset now) =>
        this with { Title = alertEvent.Title, LastSeen = now, Occurrences = Occurrences + 1 };

    /// <summary>The cause in its present occurrence after channels were told.</summary>
    public AlertCause Tell(IReadOnlyCollection<AlertNotice> delivered, DateTimeOffset now)
    {
        Dictionary<string, AlertTold> told = new(Told);
        foreach (AlertNotice notice in delivered)
        {
            told[notice.Channel] = new AlertTold(now, Occurrences, notice.IsEscalation ? Occurrences : EscalatedOn(notice.Channel));
        }

        return this with { Told = told, EscalatedAt = delivered.Any(notice => notice.IsEscalation) ? Occurrences : EscalatedAt };
    }

    /// <summary>
    /// The occurrence at which <paramref name="channel"/> was last told because the cause lasts; 0 when it was not. Where only that of all channels is
    /// known, it counts for those that were told then or since.
    /// </summary>
    public int EscalatedOn(string channel) => Told.TryGetValue(channel, out AlertTold? told)
        ? told.EscalatedAt ?? (told.Occurrence >= EscalatedAt ? EscalatedAt : 0)
        : 0;

    /// <summary>
    /// Whether <paramref name="recovery"/> puts an end to it: a check of the same thing that would have found it and did not. What either does
    /// not know stands for anything, except whose it is when there is no subject to tell.
    /// </summary>
    public bool IsEndedBy(AlertEvent recovery)
    {
        bool isSameThing = Subject is null
            ? recovery.Subject is null && Environment == recovery.Environment && InstanceId == recovery.InstanceId
            : Subject == recovery.Subject && MayBe(Environment, recovery.Environment) && MayBe(InstanceId, recovery.InstanceId);
        return isSameThing && MayBe(Cloud, recovery.Cloud) && MayBe(RegionId, recovery.RegionId)
            && (recovery.Recovery is not { } ended || (Covers(ended.Kinds) && !ended.StillFailing.Contains(Code)));
    }

    private bool Covers(IReadOnlyCollection<AlertEventKind> kinds) => kinds.Count == 0 || kinds.Any(kind => kind.ToString() == Kind);

    private static bool MayBe(string? one, string? other) => one is null || other is null || one == other;
}
