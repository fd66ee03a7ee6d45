using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace RdsBackup.PowerShell;

/// <summary>Completes a parameter from values, with their meaning as tooltip: by how they begin, or else by what they mean.</summary>
internal abstract partial class ValueCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = wordToComplete.Trim('\'', '"');
        KnownValue[] values = [.. ValuesWith(fakeBoundParameters)];
        KnownValue[] byText = [.. values.Where(value => value.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))];
        IEnumerable<KnownValue> matches = byText.Length > 0
            ? byText
            : values.Where(value => value.Meaning.Contains(typed, StringComparison.OrdinalIgnoreCase));
        return matches.Select(value => new CompletionResult(Quote(value.Text), value.Text, CompletionResultType.ParameterValue, value.Meaning));
    }

    /// <summary>The values, in the order to offer them.</summary>
    /// <param name="boundParameters">The other parameters as far as they were typed.</param>
    protected abstract IEnumerable<KnownValue> ValuesWith(IDictionary boundParameters);

    private static string Quote(string text) =>
        Bare().IsMatch(text) ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex(@"^[\w:][\w:./-]*$")]
    private static partial Regex Bare();
}
