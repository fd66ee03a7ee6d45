using System.Collections;
using System.Management.Automation;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>
/// Accepts ids of instances as text, or objects that have one: rows of a file, objects of AWS.Tools. The module's own objects are left as they
/// are, since some of them suit another parameter better; an instance's text is its id.
/// </summary>
internal sealed class InstanceIdTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] IdProperties = ["InstanceId", "DBInstanceId", "DBInstanceIdentifier", "DBClusterIdentifier"];

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list ? list.Cast<object?>().Select(IdOf).ToArray() : IdOf(inputData);

    private static object? IdOf(object? input)
    {
        PSObject? item = input is null ? null : PSObject.AsPSObject(input);
        return item?.BaseObject is null or string or ValueType || item.BaseObject.GetType().Assembly == typeof(AliyunRdsInstance).Assembly
            ? input
            : IdProperties.Select(name => item.Properties[name]?.Value).OfType<string>().FirstOrDefault() ?? throw Unknown(item.BaseObject);
    }

    // The cause tells the engine, when the object comes through the pipeline, to look for another parameter that it suits.
    private static ArgumentTransformationMetadataException Unknown(object input) => new(
        Errors.Text(nameof(Messages.InstanceInvalid), input.GetType().Name, string.Join(", ", IdProperties)), new PSInvalidCastException(input.GetType().Name));
}
