using RdsBackup.Package;

const string Usage =
    """
    RdsBackup.Package [--accept] [OUTPUT]
      OUTPUT    folder for the .nupkg and its bill of materials; artifacts/package if left out
      --accept  takes over the notices and the list of files as they are now in a Release build, to be looked at and committed
    """;

bool accept = args.Contains("--accept");
string[] folders = [.. args.Where(argument => argument != "--accept")];
if (folders.Length > 1 || (accept && !BuiltModule.OfThisBuild.IsRelease) || folders.Any(folder => folder.StartsWith('-')))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

ModulePackage package = new(BuiltModule.OfThisBuild);
if (accept)
{
    package.Accept();
}

IReadOnlyList<string> differences = package.Differences();
foreach (string difference in differences)
{
    Console.Error.WriteLine(difference);
}

if (differences.Count > 0)
{
    return 1;
}

PackedFile packed = package.WriteTo(folders.FirstOrDefault() ?? BuiltModule.OfThisBuild.OutputFolder);
foreach (PackageFile file in package.Files)
{
    Console.WriteLine($"{file.Content.Length,9:N0}  {file.Path}");
}

Console.WriteLine($"{packed.Path}\n{packed.Length:N0} bytes, SHA-256 {packed.Sha256}");
return 0;
