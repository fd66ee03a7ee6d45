namespace RdsBackup.Sandbox;

/// <summary>
/// The faults of one service: functions asked for every request, the newest first; the first that answers decides.
/// A rule may also just watch, or change the cloud between two requests, and answer null. Safe for concurrent use.
/// </summary>
public sealed class FaultRules
{
    private readonly Lock _gate = new();
    private readonly List<Func<SandboxRequest, Fault?>> _rules = [];

    /// <summary>Adds a rule.</summary>
    /// <param name="rule">Answers the fault of a request, or null. Called under no lock, from many threads.</param>
    public void Add(Func<SandboxRequest, Fault?> rule)
    {
        lock (_gate)
        {
            _rules.Insert(0, rule);
        }
    }

    /// <summary>Injects a fault into requests that match.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="when">Which requests; all when null.</param>
    /// <param name="times">How many requests it hits; without bound by default.</param>
    /// <param name="after">How many matching requests pass before the first hit.</param>
    public void Inject(Fault fault, Func<SandboxRequest, bool>? when = null, int times = int.MaxValue, int after = 0)
    {
        long matched = 0;
        Add(request =>
        {
            if (when is not null && !when(request))
            {
                return null;
            }

            long earlier = Interlocked.Increment(ref matched) - 1;
            return earlier >= after && earlier - after < times ? fault : null;
        });
    }

    /// <summary>Removes every rule, also the seeded ones.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    internal Fault? For(SandboxRequest request)
    {
        Func<SandboxRequest, Fault?>[] rules;
        lock (_gate)
        {
            rules = [.. _rules];
        }

        foreach (Func<SandboxRequest, Fault?> rule in rules)
        {
            if (rule(request) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }
}
