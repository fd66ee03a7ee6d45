using System.Globalization;

namespace RdsBackup.Package;

/// <summary>The committed list of what the package may hold: on its first line how many bytes at most, then one path a line.</summary>
/// <param name="MaximumBytes">How large the files may be together, before they are compressed.</param>
/// <param name="Paths">Every file, in ordinal order.</param>
internal sealed record PackageContents(long MaximumBytes, IReadOnlyList<string> Paths)
{
    private const string Heading = "at most";
    private const string Unit = "bytes";
    private const string CompiledAhead = "dependencies/linux-x64/";

    public static PackageContents Read(string file)
    {
        string[] lines = File.ReadAllLines(file);
        string maximum = lines[0][Heading.Length..^Unit.Length].Trim();
        return new PackageContents(long.Parse(maximum, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), lines[1..]);
    }

    /// <summary>The list of a build that is no release: nothing is compiled ahead of time there.</summary>
    public PackageContents WithoutCompiledAhead() =>
        this with { Paths = [.. Paths.Where(path => !path.StartsWith(CompiledAhead, StringComparison.Ordinal))] };

    /// <summary>Takes over <paramref name="files"/>; the limit of their size stays, since raising it is a decision.</summary>
    public PackageContents With(IReadOnlyList<PackageFile> files) => this with { Paths = [.. files.Select(file => file.Path)] };

    public void Write(string file) =>
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"{Heading} {MaximumBytes:N0} {Unit}\n{string.Join('\n', Paths)}\n"));

    /// <summary>How <paramref name="files"/> differ from the list; empty when they do not.</summary>
    public IEnumerable<string> Differences(IReadOnlyList<PackageFile> files)
    {
        string[] paths = [.. files.Select(file => file.Path)];
        foreach (string path in paths.Except(Paths))
        {
            yield return $"{path} would be packed, but is not listed.";
        }

        foreach (string path in Paths.Except(paths))
        {
            yield return $"{path} is listed, but was not built.";
        }

        long bytes = files.Sum(file => (long)file.Content.Length);
        if (bytes > MaximumBytes)
        {
            yield return $"The files have {bytes:N0} bytes together; at most {MaximumBytes:N0} are allowed.";
        }
    }
}
