using System.Reflection;

namespace RdsBackup.Help;

/// <summary>A type that a cmdlet writes, with each of its properties; those of objects within it, too.</summary>
internal sealed record OutputHelp(Type Type, string Summary, IReadOnlyList<OutputHelp.Property> Properties)
{
    /// <summary>A property.</summary>
    /// <param name="Path">Its name, with that of the property that holds the object it belongs to: Proof.Guarantees, Findings[].Code.</param>
    /// <param name="TypeName">Its type, such as Int64 or BackupFinding[].</param>
    /// <param name="Text">What it holds, with units.</param>
    /// <param name="Values">The names that an enumeration has, with their meanings.</param>
    public sealed record Property(string Path, string TypeName, string Text, IReadOnlyList<(string Name, string Text)> Values);

    /// <param name="type">The type.</param>
    /// <param name="docs">What its documentation says.</param>
    /// <param name="outputs">Types that some cmdlet writes: they are described there, and not again within others.</param>
    public static OutputHelp Of(Type type, MemberDocs docs, IReadOnlySet<Type> outputs) => IsOurs(type)
        ? new(type, docs.Of(type), [.. PropertiesOf(type, "", docs, outputs)])
        : new(type, "", []);

    private static IEnumerable<Property> PropertiesOf(Type type, string prefix, MemberDocs docs, IReadOnlySet<Type> outputs)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            Type? item = ItemOf(property.PropertyType);
            Type value = item ?? Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            string path = prefix + property.Name, array = item is null ? "" : "[]";
            IEnumerable<(string, string)> values = value.IsEnum && IsOurs(value) ? Enum.GetNames(value).Select(name => (name, docs.OfValue(value, name))) : [];
            yield return new Property(path, value.Name + array, docs.Of(property), [.. values]);
            if (IsOurs(value) && value.IsClass && !outputs.Contains(value))
            {
                foreach (Property nested in PropertiesOf(value, $"{path}{array}.", docs, outputs))
                {
                    yield return nested;
                }
            }
        }
    }

    // Of others' types, such as a file, their own documentation tells more.
    private static bool IsOurs(Type type) => type.FullName!.StartsWith("RdsBackup.", StringComparison.Ordinal);

    private static Type? ItemOf(Type type) => type == typeof(string)
        ? null
        : type.GetInterfaces().Append(type).FirstOrDefault(candidate =>
            candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
}
