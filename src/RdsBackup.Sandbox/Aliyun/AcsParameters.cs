using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace RdsBackup.Sandbox;

/// <summary>The parameters of an API call, from its query and its form body, checked as the API checks them.</summary>
internal sealed class AcsParameters(SandboxRequest request, byte[] body, AccessKey? caller)
{
    private readonly Dictionary<string, Microsoft.Extensions.Primitives.StringValues> _form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body));

    /// <summary>The region of the call; "" when neither the endpoint nor a parameter names one.</summary>
    public string Region => request.Container;

    /// <summary>Who calls; null for an anonymous call.</summary>
    public AccessKey? Caller => caller;

    public string? this[string name] => request.Query.TryGetValue(name, out string? value) ? value : _form.TryGetValue(name, out var fromForm) ? fromForm.ToString() : null;

    public string Required(string name) =>
        this[name] is { Length: > 0 } value ? value : throw new RefusedException(400, $"Missing{name}", $"{name} is mandatory for this action.");

    /// <summary>Whether a value passes the filter of that name; an absent filter lets all pass.</summary>
    public bool Allows(string name, string value) => this[name] is not { Length: > 0 } wanted || wanted == value;

    public int Number(string name, int otherwise) =>
        this[name] is not { } text ? otherwise : int.TryParse(text, CultureInfo.InvariantCulture, out int number) ? number : throw Invalid(name);

    public int PageNumber()
    {
        int page = Number("PageNumber", 1);
        return page >= 1 ? page : throw new RefusedException(400, "InvalidPageNumbers.Malformed", "The specified parameter page number is not valid.");
    }

    public int PageSize(Func<int, bool> isAllowed)
    {
        int size = Number("PageSize", 30);
        return isAllowed(size) ? size : throw new RefusedException(403, "InvalidMaxRecordsPerPage.Malformed", "The specified parameter MaxRecordsPerPage is not valid.");
    }

    /// <summary>StartTime and EndTime; all of time when both are absent and not required.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Window(string format, bool isRequired)
    {
        DateTimeOffset from = ParseTime("StartTime", format, isRequired) ?? DateTimeOffset.MinValue;
        DateTimeOffset to = ParseTime("EndTime", format, isRequired) ?? DateTimeOffset.MaxValue;
        return from < to ? (from, to) : throw new RefusedException(400, "InvalidParameterCombination", "The end time must be greater than the start time.");
    }

    public static RefusedException Invalid(string name) => new(400, "InvalidParameter", $"The specified parameter {name} is not valid.");

    private DateTimeOffset? ParseTime(string name, string format, bool isRequired)
    {
        string? text = isRequired ? Required(name) : this[name];
        return string.IsNullOrEmpty(text)
            ? null
            : AcsTime.Parse(text, format) ?? throw new RefusedException(400, $"Invalid{name}.Format", $"The specified parameter \"{name}\" is not in the required format.");
    }
}
