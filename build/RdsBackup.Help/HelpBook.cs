namespace RdsBackup.Help;

/// <summary>The help of every cmdlet, put together from the texts beside the code, the built module and the documentation of its objects.</summary>
internal sealed class HelpBook
{
    private const int LeastExamples = 3;
    private readonly IReadOnlyList<CmdletFacts> _cmdlets;
    private readonly Dictionary<string, HelpSource> _sources;
    private readonly Dictionary<Language, MemberDocs> _docs;
    private readonly IReadOnlySet<Type> _outputs;
    private readonly List<HelpProblem> _problems;
    private readonly HashSet<HelpSource.ParameterText> _used = new(ReferenceEqualityComparer.Instance);

    /// <param name="cmdlets">The cmdlets that the module exports.</param>
    /// <param name="sources">The texts by the name of the class they lie beside.</param>
    /// <param name="docs">The documentation of the pipeline objects.</param>
    /// <param name="problems">What is wrong with any of it is added here.</param>
    public HelpBook(
        IReadOnlyList<CmdletFacts> cmdlets, IEnumerable<HelpSource> sources, Dictionary<Language, MemberDocs> docs, List<HelpProblem> problems)
    {
        _cmdlets = cmdlets;
        _sources = sources.ToDictionary(source => Path.GetFileNameWithoutExtension(source.File));
        _docs = docs;
        _outputs = cmdlets.SelectMany(cmdlet => cmdlet.Outputs).ToHashSet();
        _problems = problems;
        foreach (CmdletFacts cmdlet in cmdlets)
        {
            Check(cmdlet);
        }

        foreach ((string file, int line) in _sources.Values.SelectMany(source => source.Parameters.Values.Where(text => !_used.Contains(text)), (source, text) => (source.File, text.Line)))
        {
            _problems.Add(new HelpProblem(file, line, "No cmdlet has this parameter, or each has a text of its own for it."));
        }
    }

    /// <summary>The help in one language, in the order of the cmdlets' names.</summary>
    public IReadOnlyList<CmdletHelp> In(Language language) =>
        [.. _cmdlets.Where(cmdlet => _sources.ContainsKey(cmdlet.Class.Name)).OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal).Select(cmdlet => Compose(cmdlet, language))];

    private CmdletHelp Compose(CmdletFacts cmdlet, Language language)
    {
        HelpSource source = _sources[cmdlet.Class.Name];
        return new CmdletHelp
        {
            Facts = cmdlet,
            Language = language,
            Synopsis = source.Synopsis.In(language),
            Description = source.Description.In(language),
            Parameters = cmdlet.Parameters.ToDictionary(parameter => parameter.Name, parameter => TextOf(cmdlet, parameter)?.Text.In(language) ?? []),
            Inputs = source.Inputs.In(language),
            Outputs = source.Outputs.In(language),
            OutputTypes = [.. cmdlet.Outputs.Select(type => OutputHelp.Of(type, _docs[language], _outputs))],
            Permissions = source.Permissions.In(language),
            Notes = source.Notes.In(language),
            Examples = source.Examples,
            Related = source.Related,
        };
    }

    /// <summary>The text of the cmdlet's own file, or else that of a base class or interface.</summary>
    private HelpSource.ParameterText? TextOf(CmdletFacts cmdlet, ParameterFacts parameter) => Ancestry(cmdlet.Class)
        .Select(type => _sources.GetValueOrDefault(type.Name)?.Parameters.GetValueOrDefault(parameter.Name))
        .FirstOrDefault(text => text is not null);

    private static IEnumerable<Type> Ancestry(Type type)
    {
        for (Type? current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }

        foreach (Type implemented in type.GetInterfaces())
        {
            yield return implemented;
        }
    }

    private void Check(CmdletFacts cmdlet)
    {
        if (!_sources.TryGetValue(cmdlet.Class.Name, out HelpSource? source))
        {
            _problems.Add(new HelpProblem($"{cmdlet.Class.Name}.cs", 1, $"{cmdlet.Name} has no help: write {cmdlet.Class.Name}.md beside it."));
            return;
        }

        foreach (ParameterFacts parameter in cmdlet.Parameters)
        {
            if (TextOf(cmdlet, parameter) is { Text.IsEmpty: false } text)
            {
                _used.Add(text);
            }
            else
            {
                Report(source, $"-{parameter.Name} is not described.");
            }
        }

        Require(source, source.Name == cmdlet.Name, $"The first line has to be '# {cmdlet.Name}'.");
        Require(source, !source.Synopsis.IsEmpty, "There is no synopsis below the first line.");
        Require(source, !source.Description.IsEmpty, "There is no ## Description.");
        Require(source, !source.Inputs.IsEmpty, "There is no ## Inputs.");
        Require(source, !source.Outputs.IsEmpty, "There is no ## Outputs.");
        Require(source, !source.Permissions.IsEmpty, "There is no ## Permissions.");
        Require(source, source.Examples.Count >= LeastExamples, $"There are fewer than {LeastExamples} examples.");
        Require(source, source.Related.Count > 0, "There is no ## Related.");
    }

    private void Require(HelpSource source, bool condition, string message)
    {
        if (!condition)
        {
            Report(source, message);
        }
    }

    private void Report(HelpSource source, string message) => _problems.Add(new HelpProblem(source.File, 1, message));
}
