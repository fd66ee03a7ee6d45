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
HelpBook book = new(cmdlets, sources, docs, problems);
foreach (Language language in Language.All)
{
    IReadOnlyList<CmdletHelp> help = book.In(language);
    MamlFile.Write(Path.Combine(module, language.Culture, "RdsBackup.PowerShell.dll-Help.xml"), help);
    ReferencePage.WriteAll(Path.Combine(reference, language.Culture), language, help);
}

// Not errors yet: not every cmdlet has its text.
foreach (HelpProblem problem in problems)
{
    Console.WriteLine(problem.Message);
}

return 0;
