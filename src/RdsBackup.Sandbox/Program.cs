using RdsBackup.Sandbox;
using RdsBackup.Sandbox.Demo;

return args switch
{
    [] => await DemoCommand.RunAsync(),
    ["serve", .. string[] options] => await ServeCommand.RunAsync(options, Console.Out, Console.Error),
    _ => await UnknownAsync(args[0]),
};

static async Task<int> UnknownAsync(string command)
{
    await Console.Error.WriteLineAsync($"'{command}' is not a command. Usage: {ServeCommand.Usage}");
    return 2;
}
