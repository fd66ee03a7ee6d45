namespace RdsBackup.Configuration;

/// <summary>Reads settings from environment variables: RDSBACKUP__RUN__PARALLELISM is run:parallelism.</summary>
internal static class EnvironmentSettings
{
    private const string Prefix = "RDSBACKUP__";
    private const string Separator = "__";

    /// <summary>What the variables say; each is its own origin.</summary>
    public static SettingSection Read(IReadOnlyDictionary<string, string> variables) => Nest(
        variables.Where(variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && variable.Value.Length > 0)
            .OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .Select(variable => (variable.Key[Prefix.Length..].Split(Separator), variable.Key, variable.Value)),
        depth: 0);

    private static SettingSection Nest(IEnumerable<(string[] Path, string Name, string Value)> variables, int depth)
    {
        IEnumerable<SettingMember> members = variables.GroupBy(variable => variable.Path[depth], StringComparer.OrdinalIgnoreCase).Select(group =>
        {
            var origin = new SettingOrigin(group.First().Name, Line: null);
            SettingNode node = group.FirstOrDefault(variable => variable.Path.Length == depth + 1) is { Path: not null } whole
                ? new SettingValue(whole.Value, new SettingOrigin(whole.Name, Line: null))
                : Nest(group, depth + 1);
            return new SettingMember(group.Key, origin, node);
        });
        SettingMember[] read = [.. members];
        return new SettingSection(read, read.FirstOrDefault()?.Origin ?? new SettingOrigin(Prefix, Line: null));
    }
}
