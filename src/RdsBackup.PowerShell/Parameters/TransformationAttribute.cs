using System.Collections;
using System.Management.Automation;

namespace RdsBackup.PowerShell;

/// <summary>Turns what a person types into what a parameter holds, item by item when there are several.</summary>
internal abstract class TransformationAttribute : ArgumentTransformationAttribute
{
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Unwrap(inputData) switch
    {
        null => null,
        IList list => list.Cast<object?>().Select(item => Transform(engineIntrinsics, item)).ToArray(),
        { } input => Transform(input),
    };

    /// <summary>The value of <paramref name="input"/>; or the input itself, when converting it is the engine's matter.</summary>
    protected abstract object Transform(object input);

    // PowerShell reads 7d as a decimal number and 30s as a short one; the wrapper still knows what was typed.
    private static object? Unwrap(object? input) => input switch
    {
        PSObject { BaseObject: decimal or short } typed => typed.ToString(),
        PSObject wrapped => wrapped.BaseObject,
        _ => input,
    };
}
