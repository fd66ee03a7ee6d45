using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RdsBackup.PowerShell;

/// <summary>Completes regions of AWS, by id or by a word of the name.</summary>
internal sealed class AwsRegionCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        return
            from region in AwsRegionCatalog.Regions
            where region.Key.StartsWith(word, StringComparison.OrdinalIgnoreCase) || region.Value.Contains(word, StringComparison.OrdinalIgnoreCase)
            select new CompletionResult(region.Key, region.Key, CompletionResultType.ParameterValue, region.Value);
    }
}
