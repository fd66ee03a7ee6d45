using System.IO.Enumeration;

namespace RdsBackup.Runs;

/// <summary>Which instances an environment means: ids, ARNs, patterns with * and ?, tags.</summary>
/// <param name="names">The names; empty means all that have the tags.</param>
/// <param name="tags">KEY=VALUE, all of which an instance found by a pattern must have.</param>
internal sealed class InstanceSelection(IReadOnlyList<string> names, IReadOnlyList<string> tags)
{
    /// <summary>The tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; } = tags
        .Select(tag => tag.Split('=', 2))
        .GroupBy(pair => pair[0], StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => same.Last().ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);

    /// <summary>The names that mean one instance each, which must exist.</summary>
    public IReadOnlyList<string> Named { get; } = [.. names.Where(name => !IsPattern(name)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Whether more than the named ones are meant.</summary>
    public bool HasPatterns => names.Count == 0 ? Tags.Count > 0 : names.Any(IsPattern);

    /// <summary>Whether a pattern means the instance.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="arn">Its ARN; empty when it has none.</param>
    /// <param name="instanceTags">Its tags; null when they were compared already.</param>
    public bool Matches(string id, string arn, IReadOnlyDictionary<string, string>? instanceTags) =>
        (names.Count == 0 || names.Any(name => IsPattern(name) && Matches(name, id, arn)))
        && (instanceTags is null || Tags.All(tag => instanceTags.TryGetValue(tag.Key, out string? value) && value == tag.Value));

    private static bool Matches(string pattern, string id, string arn) =>
        FileSystemName.MatchesSimpleExpression(pattern, AwsArn.IsArn(pattern) ? arn : id);

    private static bool IsPattern(string name) => name.AsSpan().ContainsAny('*', '?');
}
