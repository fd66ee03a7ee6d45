using RdsBackup.PowerShell.Tests;
using RdsBackup.PowerShell.Tests.Documentation;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

return args switch
{
    [FreshProcess.Argument, string script, .. string[] arguments] => FreshProcess.Execute(script, arguments),
    [ProjectCounts.Argument] => ProjectCounts.Print(Console.Out),
    _ when args.Contains("--server") => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};
