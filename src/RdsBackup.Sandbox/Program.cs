using RdsBackup.Sandbox;
using RdsBackup.Sandbox.Demo;

try
{
    return args switch
    {
        [] => await DemoCommand.RunAsync(),
        ["serve", .. string[] options] => await ServeCommand.RunAsync(options, Console.Out),
        ["run", string script, .. string[] options] => await RunCommand.RunAsync(script, options),
        _ => throw new UsageException($"'{string.Join(' ', args)}' is not a command."),
    };
}
catch (UsageException problem)
{
    await Console.Error.WriteLineAsync($"{problem.Message}\n{CommandLine.Usage}");
    return CommandLine.ExitUsage;
}
