using RdsBackup.Diagnostics;

namespace RdsBackup.Health;

/// <summary>One thing that is tried. Its texts are in <see cref="Errors"/>' resources.</summary>
/// <param name="name">One of <see cref="HealthCheckName"/>.</param>
/// <param name="target">What it is tried on, for people.</param>
internal abstract class HealthCheck(string name, string target)
{
    private readonly SortedSet<string> _environments = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>One of <see cref="HealthCheckName"/>.</summary>
    public string Name => name;

    /// <summary>What it is tried on.</summary>
    public string Target => target;

    /// <summary>The environments that use the target.</summary>
    public IReadOnlyList<string> Environments => [.. _environments];

    /// <summary>The check without whose success this one makes no sense.</summary>
    public HealthCheck? Requires { get; init; }

    /// <summary>What it means that there was no answer within <paramref name="limit"/>.</summary>
    public virtual HealthVerdict Late(TimeSpan limit) => HealthVerdict.Failed(nameof(Messages.HealthLate), limit.TotalSeconds);

    /// <summary>Tries it. What it throws is a failure.</summary>
    public abstract Task<HealthVerdict> RunAsync(CancellationToken cancellationToken);

    /// <summary>Notes that an environment uses the target.</summary>
    public void UsedBy(string environment)
    {
        if (environment.Length > 0)
        {
            _environments.Add(environment);
        }
    }
}
