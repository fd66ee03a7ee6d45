using RdsBackup.Validation;

namespace RdsBackup.Exports;

/// <summary>
/// What was found so far, from any thread. Ten thousand broken files are one cause, so of each kind the first ten are kept and the others counted.
/// </summary>
/// <param name="root">Address of the export, with a slash at its end.</param>
internal sealed class ExportFindings(string root)
{
    private const int MostOfAKind = 10;
    private readonly Dictionary<string, (FindingSeverity Severity, int Count)> _kinds = [];
    private readonly List<BackupFinding> _findings = [];

    /// <summary>Adds a finding.</summary>
    /// <param name="code">One of <see cref="ExportFindingCode"/>.</param>
    /// <param name="severity">How much it matters.</param>
    /// <param name="name">What it is about, within the export; empty for the export itself.</param>
    /// <param name="arguments">What the text names besides.</param>
    public void Add(string code, FindingSeverity severity, string name, params object?[] arguments)
    {
        lock (_findings)
        {
            int count = _kinds.GetValueOrDefault(code).Count + 1;
            _kinds[code] = (severity, count);
            if (count <= MostOfAKind)
            {
                _findings.Add(Findings.Create(code, severity, [root + name, .. arguments]));
            }
        }
    }

    /// <summary>The findings, the gravest first.</summary>
    public IReadOnlyList<BackupFinding> ToList()
    {
        lock (_findings)
        {
            IEnumerable<BackupFinding> more = _kinds.Where(kind => kind.Value.Count > MostOfAKind).Select(kind => Findings.Create(
                ExportFindingCode.MoreFindings, kind.Value.Severity, root, kind.Value.Count - MostOfAKind, kind.Key));
            return [.. _findings.Concat(more).OrderByDescending(finding => finding.Severity)];
        }
    }
}
