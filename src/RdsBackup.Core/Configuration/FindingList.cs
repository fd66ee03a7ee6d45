using RdsBackup.Diagnostics;

namespace RdsBackup.Configuration;

/// <summary>Gathers everything that is wrong with a configuration. A finding's code is the name of its text.</summary>
internal sealed class FindingList
{
    private readonly List<ConfigurationFinding> _findings = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<ConfigurationFinding> Findings => _findings;

    /// <summary>Adds something that keeps the configuration from being used.</summary>
    public void Error(string code, string? key, SettingOrigin? origin, params object?[] arguments) =>
        Add(FindingSeverity.Error, code, key, origin, arguments);

    /// <summary>Adds something that is probably not what was meant.</summary>
    public void Warning(string code, string? key, SettingOrigin? origin, params object?[] arguments) =>
        Add(FindingSeverity.Warning, code, key, origin, arguments);

    private void Add(FindingSeverity severity, string code, string? key, SettingOrigin? origin, object?[] arguments) => _findings.Add(new ConfigurationFinding
    {
        Code = code,
        Severity = severity,
        Key = key,
        Source = origin?.Source,
        Line = origin?.Line,
        Message = Errors.Text(code, arguments),
        Remedy = Errors.Remedy(code, arguments),
    });
}
