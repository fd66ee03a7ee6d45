using System.Management.Automation;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Accepts an http or https address, or a bare host, which is taken as https.</summary>
internal sealed class EndpointTransformationAttribute : TransformationAttribute
{
    protected override object Transform(object input)
    {
        string text = input is Uri { OriginalString: var original } ? original : input.ToString()!;
        string address = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? uri
            : throw new ArgumentTransformationMetadataException(Errors.Text(nameof(Messages.EndpointInvalid), text));
    }
}
