using System.Text;

namespace RdsBackup.Package;

/// <summary>The text that says whose work the module ships, and under which licences.</summary>
internal static class ThirdPartyNotices
{
    private static readonly string Rule = new('-', 100);

    public static string Text(IReadOnlyList<ShippedPackage> packages)
    {
        StringBuilder text = new(
            """
            THIRD-PARTY NOTICES

            RdsBackup ships assemblies of these packages, unchanged. In dependencies/linux-x64 lie AWSSDK.Core, AWSSDK.S3 and Polly.Core once
            more, changed in that they were compiled ahead of time. Their licences follow.

            """.ReplaceLineEndings("\n"));
        foreach (ShippedPackage package in packages)
        {
            text.Append('\n').Append(Line(package));
        }

        foreach (IGrouping<string, ShippedPackage> licence in packages.GroupBy(LicenceText))
        {
            Append(text, $"{licence.First().License}: {Ids(licence)}", licence.Key);
        }

        foreach (IGrouping<string, ShippedPackage> notices in packages.Where(package => package.Notices is not null).GroupBy(package => package.Notices!))
        {
            Append(text, $"Notices that come with {Ids(notices)}", notices.Key);
        }

        return text.Append('\n').ToString();
    }

    private static string Line(ShippedPackage package)
    {
        string owner = package.Copyright.Length > 0 ? package.Copyright : $"By {package.Authors}";
        return $"{package.Id} {package.Version}\n    {owner}\n    {package.License}, {package.ProjectUrl}\n";
    }

    private static string LicenceText(ShippedPackage package) => package.LicenseText ?? Standard(package.License);

    private static string Standard(string licence)
    {
        using Stream text = typeof(ThirdPartyNotices).Assembly.GetManifestResourceStream(licence)
            ?? throw new InvalidDataException($"The text of {licence} is not in the folder Licences.");
        using StreamReader reader = new(text);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim('\n');
    }

    private static string Ids(IEnumerable<ShippedPackage> packages) => string.Join(", ", packages.Select(package => package.Id));

    private static void Append(StringBuilder text, string heading, string body) =>
        text.AppendJoin('\n', "", Rule, heading, Rule, "", body, "");
}
