using System.Globalization;

namespace RdsBackup.Sandbox;

/// <summary>The options that commands of this program share.</summary>
internal static class CommandLine
{
    /// <summary>Exit code for a command line that cannot be understood.</summary>
    public const int ExitUsage = 2;

    /// <summary>What the commands take.</summary>
    public const string Usage =
        """
        Usage: (nothing)                               the demo
               serve [OPTION…]                         runs the emulated cloud until Ctrl+C
               run SCRIPT [OPTION…] [-- ARGUMENT…]     runs a PowerShell script with the module against it
        Options: --backups DIR       serves real files as backups; subfolders are instances
                 --data DIR          keeps what is in S3
                 --port-base N       takes consecutive ports from N on
                 --export-seconds N  how long an export of Amazon RDS takes; 8 unless told
        """;

    /// <summary>Reads options.</summary>
    /// <exception cref="UsageException">One is unknown or has no proper value; the message says which.</exception>
    public static SandboxOptions Parse(IReadOnlyList<string> arguments)
    {
        SandboxOptions options = new();
        for (int index = 0; index < arguments.Count; index += 2)
        {
            string value = index + 1 < arguments.Count ? arguments[index + 1] : throw new UsageException($"The option '{arguments[index]}' needs a value.");
            options = arguments[index] switch
            {
                "--backups" when Directory.Exists(value) => options with { BackupsDirectory = value },
                "--backups" => throw new UsageException($"The folder '{value}' does not exist."),
                "--data" => options with { DataDirectory = value },
                "--port-base" when int.TryParse(value, CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65_000 => options with { PortBase = port },
                "--port-base" => throw new UsageException($"'{value}' is not a port between 1 and 64999."),
                "--export-seconds" when int.TryParse(value, CultureInfo.InvariantCulture, out int seconds) && seconds is > 0 and <= 86_400 => options with { AwsPace = AwsRdsPace.OfExports(TimeSpan.FromSeconds(seconds)) },
                "--export-seconds" => throw new UsageException($"'{value}' is not a number of seconds between 1 and 86400."),
                _ => throw new UsageException($"The option '{arguments[index]}' is unknown."),
            };
        }

        return options;
    }
}
