using System.ComponentModel;
using System.Globalization;

namespace RdsBackup.Configuration;

/// <summary>Makes references of text: for the binder, and for scripts that cast.</summary>
public sealed class SecretReferenceConverter : TypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    /// <inheritdoc/>
    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        SecretReference.TryParse(value as string, out SecretReference? reference)
            ? reference
            : throw new FormatException("A secret is given as ${env:NAME}, ${file:PATH} or ${secret:NAME}."); // Not the text: it may be a secret.
}
