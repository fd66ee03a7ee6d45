namespace RdsBackup.Sandbox;

/// <summary>The Filters parameter: names and values, compared exactly.</summary>
internal sealed class AwsFilters
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    public AwsFilters(AwsQueryCall call, params string[] names)
    {
        foreach ((string prefix, string name) in call.Entries("Filters", "Filter", "Name"))
        {
            List<string> values = call.List($"{prefix}.Values", "Value");
            if (!names.Contains(name) || values.Count == 0)
            {
                throw AwsQueryCall.Invalid(names.Contains(name) ? $"The filter {name} has no values." : $"Unrecognized filter name: {name}");
            }

            _values[name] = values;
        }
    }

    public IReadOnlyList<string> this[string name] => _values.GetValueOrDefault(name) ?? [];

    /// <summary>Whether a value passes the filter of that name; an absent filter lets all pass.</summary>
    public bool Allows(string name, string? value) => !_values.TryGetValue(name, out List<string>? wanted) || wanted.Contains(value ?? "");
}
