namespace RdsBackup;

/// <summary>What a run came to.</summary>
public sealed record RdsBackupRunReport
{
    /// <summary>Version of this layout; a later one only adds.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Id of the run; its log lines carry it.</summary>
    public required string RunId { get; init; }

    /// <summary>How it ended: failed when any environment failed; otherwise nothing found when any environment matched no instance.</summary>
    public required RdsBackupRunStatus Status { get; init; }

    /// <summary>Whether it was only planned (-WhatIf).</summary>
    public bool IsPlan { get; init; }

    /// <summary>Each environment, in the order of the configuration.</summary>
    public required IReadOnlyList<RdsBackupEnvironmentResult> Environments { get; init; }

    /// <summary>Instances that succeeded.</summary>
    public int Succeeded => Environments.Sum(environment => environment.Succeeded);

    /// <summary>Instances that failed, and environments that could not be worked on at all.</summary>
    public int Failed => Environments.Sum(environment => environment.Failed + (environment.ErrorId is null ? 0 : 1));

    /// <summary>Bytes moved or exported.</summary>
    public long Bytes => Environments.Sum(environment => environment.Bytes);

    /// <summary>Channels that were told of something.</summary>
    public IReadOnlyList<string> AlertedChannels { get; init; } = [];

    /// <summary>Why alerts could not be delivered, or remembered.</summary>
    public IReadOnlyList<string> AlertErrors { get; init; } = [];

    /// <summary>The file the report was written to; null when none.</summary>
    public string? ReportPath { get; init; }

    /// <summary>Name of the machine.</summary>
    public string Machine { get; init; } = System.Environment.MachineName;

    /// <summary>When it was begun (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Wall time.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Status and counts.</summary>
    public override string ToString() => $"{Status}: {Succeeded} succeeded, {Failed} failed";
}
