using System.ComponentModel;
using System.Diagnostics;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>
/// A program that prints credentials as JSON (mode External). It is started without a shell; its arguments may be quoted with ".
/// Nothing it prints goes into an error, since that may be a key.
/// </summary>
/// <param name="command">The program and its arguments.</param>
/// <param name="name">The profile it belongs to.</param>
/// <param name="time">The clock.</param>
internal sealed class ExternalProcessSource(string command, string name, TimeProvider time) : ICredentialSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public async Task<AliyunCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using Process process = Start();
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(either.Token);
            string output = await process.StandardOutput.ReadToEndAsync(either.Token);
            await errors;
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0
                ? LentCredentials.ParseProcessOutput(output, name)
                : throw Errors.Create(
                    nameof(Messages.AliyunCredentialProcessFailed), RdsBackupErrorKind.Authentication, name, process.ExitCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Errors.Create(
                nameof(Messages.AliyunCredentialProcessTimeout), RdsBackupErrorKind.Authentication, name, Patience.TotalSeconds);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private Process Start()
    {
        (string program, string arguments) = Split();
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                CreateNoWindow = true,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
        }
        catch (Win32Exception)
        {
            // Not passed on: it repeats the program and its folder, and a command may carry a secret.
            throw Errors.Create(nameof(Messages.AliyunCredentialProcessNotStarted), RdsBackupErrorKind.InvalidInput, name);
        }
    }

    private (string Program, string Arguments) Split()
    {
        string text = command.Trim();
        char end = text.StartsWith('"') ? '"' : ' ';
        int start = end == '"' ? 1 : 0;
        int length = text.IndexOf(end, start) is var found && found < 0 ? text.Length : found;
        return (text[start..length], length < text.Length ? text[(length + 1)..].Trim() : "");
    }
}
