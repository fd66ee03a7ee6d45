using System.Globalization;
using System.Text.Json;
using RdsBackup.Diagnostics;

namespace RdsBackup.Configuration;

/// <summary>How one kind of value is written.</summary>
/// <param name="Type">The .NET type.</param>
/// <param name="Expectation">Id of the text that says what is expected.</param>
/// <param name="Normalize">The value as the binder reads it; null when the text is no such value.</param>
internal sealed record SettingFormat(Type Type, string Expectation, Func<string, string?> Normalize)
{
    private static readonly SettingFormat[] Formats =
    [
        new(typeof(string), nameof(Messages.ConfigurationExpectsText), text => text),
        new(typeof(bool), nameof(Messages.ConfigurationExpectsBoolean), text => bool.TryParse(text, out bool value) ? Invariant(value) : null),
        new(typeof(int), nameof(Messages.ConfigurationExpectsInteger), text =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? Invariant(value) : null),
        new(typeof(long), nameof(Messages.ConfigurationExpectsSize), text => ByteSizes.TryParse(text, out long bytes) ? Invariant(bytes) : null),
        new(typeof(TimeSpan), nameof(Messages.ConfigurationExpectsDuration), text =>
            Durations.TryParse(text, out TimeSpan duration) ? duration.ToString("c", CultureInfo.InvariantCulture) : null),
        new(typeof(TimeOnly), nameof(Messages.ConfigurationExpectsTime), text =>
            TimeOnly.TryParseExact(text, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time.ToString("HH:mm", CultureInfo.InvariantCulture) : null),
        new(typeof(Uri), nameof(Messages.ConfigurationExpectsAddress), text => IsAddress(text) ? text : null),
        new(typeof(SecretReference), nameof(Messages.ConfigurationExpectsSecret), text => SecretReference.TryParse(text, out _) ? text : null),
    ];

    /// <summary>Whether values of this kind are never shown.</summary>
    public bool IsSecret => Type == typeof(SecretReference);

    /// <summary>The only values there are, as configurations write them; null when they cannot be counted.</summary>
    public IReadOnlyList<string>? Choices { get; private init; }

    /// <summary>The format of a type; null when the type is no single value.</summary>
    public static SettingFormat? Of(Type type) =>
        type.IsEnum ? OfEnum(type) : Formats.FirstOrDefault(format => format.Type == type);

    /// <summary>What is expected, in the user's language.</summary>
    public string Describe() => Errors.Text(Expectation, string.Join(", ", Choices ?? []));

    private static SettingFormat OfEnum(Type type)
    {
        string[] names = Enum.GetNames(type);
        return new SettingFormat(type, nameof(Messages.ConfigurationExpectsChoice), text =>
            names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)))
        {
            Choices = [.. names.Select(JsonNamingPolicy.CamelCase.ConvertName)],
        };
    }

    // A user, a password or a query in an address would be secrets.
    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address is { Scheme: "http" or "https", UserInfo: "", Query: "" };

    private static string Invariant(IConvertible value) => value.ToString(CultureInfo.InvariantCulture);
}
