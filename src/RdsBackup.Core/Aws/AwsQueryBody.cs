using System.Globalization;
using System.Text;

namespace RdsBackup.Aws;

/// <summary>
/// The body of a request of the query protocol: parameters in the order they were added, members of lists numbered from 1.
/// Source: botocore 1.43, whose output it equals byte for byte.
/// </summary>
internal sealed class AwsQueryBody
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _given = [];

    /// <summary>Starts the body of an operation.</summary>
    public AwsQueryBody(string action)
    {
        Action = action;
        Append("Action", action).Append("Version", AwsRdsConfig.ApiVersion);
    }

    /// <summary>The operation.</summary>
    public string Action { get; }

    /// <summary>The value of a parameter, or the members of a list separated by commas; null when it was not added.</summary>
    public string? this[string name] => _given.GetValueOrDefault(name);

    /// <summary>Adds a parameter, unless it is null or empty.</summary>
    public AwsQueryBody Add(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return this;
        }

        _given[name] = value;
        return Append(name, value);
    }

    /// <summary>Adds a number.</summary>
    public AwsQueryBody Add(string name, int value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a flag, if it is set: all flags are false by default.</summary>
    public AwsQueryBody Add(string name, bool value) => Add(name, value ? "true" : null);

    /// <summary>Adds a list of plain members.</summary>
    public AwsQueryBody Add(string name, IReadOnlyList<string> members)
    {
        for (int i = 0; i < members.Count; i++)
        {
            Append($"{name}.member.{i + 1}", members[i]);
        }

        _given[name] = string.Join(", ", members);
        return this;
    }

    /// <summary>Adds the filters of a listing.</summary>
    public AwsQueryBody Add(IReadOnlyList<AwsFilter> filters)
    {
        for (int i = 0; i < filters.Count; i++)
        {
            string filter = $"Filters.Filter.{i + 1}";
            Append($"{filter}.Name", filters[i].Name);
            for (int j = 0; j < filters[i].Values.Count; j++)
            {
                Append($"{filter}.Values.Value.{j + 1}", filters[i].Values[j]);
            }
        }

        return this;
    }

    /// <summary>Adds tags; one without a value is sent without.</summary>
    public AwsQueryBody Add(IReadOnlyDictionary<string, string> tags)
    {
        int number = 0;
        foreach ((string key, string value) in tags)
        {
            number++;
            Append($"Tags.Tag.{number}.Key", key);
            if (value.Length > 0)
            {
                Append($"Tags.Tag.{number}.Value", value);
            }
        }

        return this;
    }

    /// <summary>The body as it is sent.</summary>
    public override string ToString() => _text.ToString();

    private AwsQueryBody Append(string name, string value)
    {
        string separator = _text.Length == 0 ? "" : "&";
        _text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }
}
