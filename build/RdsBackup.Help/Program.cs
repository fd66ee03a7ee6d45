using RdsBackup.Help;

if (args is not [string module, string texts, string englishDocs, string chineseDocs, string reference])
{
    Console.Error.WriteLine(
        """
        Called by the build: RdsBackup.Help MODULE TEXTS DOCS CHINESE-DOCS REFERENCE
          MODULE        folder of the laid-out module; what Get-Help reads is written into it
          TEXTS         folder with the help texts, each beside its class
          DOCS          the compiler's documentation of the pipeline objects
          CHINESE-DOCS  the same in Chinese
          REFERENCE     folder for the Markdown pages
        """);
    return 2;
}

List<HelpProblem> problems = [];
IReadOnlyList<CmdletFacts> cmdlets = BuiltModule.Import(Path.Combine(module, "RdsBackup.psd1"));
HelpSource[] sources = [.. Directory.GetFiles(texts, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => HelpParser.Parse(file, problems))];
Dictionary<Language, MemberDocs> docs = new()
{
    [Language.English] = new MemberDocs(englishDocs, problems),
    [Language.Chinese] = new MemberDocs(chineseDocs, problems),
};
problems.AddRange(docs[Language.Chinese].Unknown(docs[Language.English]));
HelpBook book = new(cmdlets, sources, docs, problems);
Dictionary<Language, IReadOnlyList<CmdletHelp>> help = Language.All.ToDictionary(language => language, book.In);
if (problems.Count > 0)
{
    foreach (HelpProblem problem in problems)
    {
        Console.Error.WriteLine(problem);
    }

    return 1;
}

if (Directory.Exists(reference))
{
    Directory.Delete(reference, recursive: true);
}

foreach ((Language language, IReadOnlyList<CmdletHelp> pages) in help)
{
    MamlFile.Write(Path.Combine(module, language.Culture, "RdsBackup.PowerShell.dll-Help.xml"), pages);
    ReferencePage.WriteAll(Path.Combine(reference, language.Culture), language, pages);
}

return 0;
