using RdsBackup.Core.Tests;
using RdsBackup.Core.Tests.Alerting;
using RdsBackup.Core.Tests.Alerting.WeCom;
using RdsBackup.Core.Tests.Retrieval;
using RdsBackup.Core.Tests.Transfer;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

return args switch
{
    [AlertStateProcess.Argument, .. string[] arguments] => await AlertStateProcess.ExecuteAsync(arguments),
    [CopyProcess.Argument, .. string[] arguments] => await CopyProcess.ExecuteAsync(arguments),
    [DownloadProcess.Argument, .. string[] arguments] => await DownloadProcess.ExecuteAsync(arguments),
    [WeComRateProcess.Argument, .. string[] arguments] => await WeComRateProcess.ExecuteAsync(arguments),
    _ when args.Contains("--server") => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};
