using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace RdsBackup.Configuration;

/// <summary>Where a secret is kept; never the secret.</summary>
/// <param name="Kind">What sort of place it is.</param>
/// <param name="Name">The variable, the path, or the secret's name in the vault.</param>
[TypeConverter(typeof(SecretReferenceConverter))]
public sealed partial record SecretReference(SecretKind Kind, string Name)
{
    /// <summary>Reads a reference, if <paramref name="text"/> is one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SecretReference? reference)
    {
        Match match = Form().Match(text ?? "");
        reference = match.Success ? new SecretReference(KindOf(match.Groups["kind"].Value), match.Groups["name"].Value) : null;
        return match.Success;
    }

    /// <summary>The reference as configurations write it.</summary>
    public override string ToString() => $"${{{PrefixOf(Kind)}:{Name}}}";

    private static SecretKind KindOf(string prefix) => Enum.GetValues<SecretKind>().First(kind => PrefixOf(kind) == prefix);

    private static string PrefixOf(SecretKind kind) => kind switch
    {
        SecretKind.EnvironmentVariable => "env",
        SecretKind.File => "file",
        _ => "secret",
    };

    [GeneratedRegex(@"^\$\{(?<kind>env|file|secret):(?<name>[^{}]+)\}$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
