using System.Collections;
using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using RdsBackup.PowerShell.Tests.Help;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>
/// Every command with secrets that are known by sight: its examples as they are, and again while every service refuses and repeats all that it was
/// sent. Nothing that comes of it may hold one.
/// </summary>
[Collection(EnvironmentVariableTests.Name)]
public sealed partial class SecretTests : IDisposable
{
    private const int Deepest = 12;
    private static readonly AccessKey AliyunKey = new("STS.markedAliyunKeyId01", "markedAliyunSecret/0123456789+abc", "markedAliyunToken/0123456789+abc==");
    private static readonly AccessKey AwsKey = new("ASIAMARKEDAWSKEYID01", "markedAwsSecret/0123456789+abcdefghijklm", "markedAwsToken/0123456789+abc==");
    private static readonly string[] RobotKeys = ["693a91f6-marked-robot-4444-aaaaaaaa5aaa", "7777aaaa-marked-robot-5555-bbbbbbbb6bbb"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-secrets-");

    /// <summary>Each exported command.</summary>
    public static TheoryData<string> Cmdlets => [.. HelpFolder.Sources.Where(source => !source.Synopsis.IsEmpty).Select(source => source.Name)];

    private string LogPath => Path.Combine(_folder.FullName, "rds.log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task No_output_of_a_command_holds_a_secret(string cmdlet)
    {
        await using HelpExamples examples = await HelpExamples.StartAsync(cmdlet, "en-US");
        SandboxCloud cloud = examples.Cloud;
        cloud.Aliyun.AddKey(AliyunKey);
        cloud.S3.AddKey(AwsKey);
        Array.ForEach(RobotKeys, cloud.WeCom.Add);
        using IDisposable variables = EnvironmentVariableTests.Set(Variables());
        examples.Run(
            """
            foreach ($name in @($PSDefaultParameterValues.Keys)) { if ($name -like '*Credential') { $PSDefaultParameterValues.Remove($name) } }
            $global:VerbosePreference = $global:DebugPreference = $global:InformationPreference = 'Continue'
            """);

        Dictionary<string, string> outputs = [];
        Note(outputs, "done", examples);
        Refuse(cloud);
        Note(outputs, "refused", examples);
        await NoteWhatStaysAsync(outputs, examples);

        string[] secrets = [.. Secrets(cloud).SelectMany(Spellings).Distinct()];
        Assert.True(secrets.Length > 10 || cloud.Aliyun.Requests.IsEmpty, "Few secrets were used.");
        Assert.Empty(
            from output in outputs
            from secret in secrets
            let at = output.Value.IndexOf(secret, StringComparison.Ordinal)
            where at >= 0
            select $"{output.Key}: …{output.Value[Math.Max(0, at - 80)..Math.Min(output.Value.Length, at + secret.Length + 20)]}…");
        TestContext.Current.SendDiagnosticMessage($"{cmdlet}: {outputs.Count} outputs, {outputs.Values.Sum(text => text.Length):N0} characters, {secrets.Length} secrets.");
    }

    private Dictionary<string, string> Variables() => new()
    {
        ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = AliyunKey.Id,
        ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = AliyunKey.Secret,
        ["ALIBABA_CLOUD_SECURITY_TOKEN"] = AliyunKey.SecurityToken!,
        ["AWS_ACCESS_KEY_ID"] = AwsKey.Id,
        ["AWS_SECRET_ACCESS_KEY"] = AwsKey.Secret,
        ["AWS_SESSION_TOKEN"] = AwsKey.SecurityToken!,
        ["AWS_REGION"] = "us-east-1",
        ["WECOM_KEY"] = RobotKeys[0],
        ["WECOM_MANAGERS_KEY"] = RobotKeys[1],
        ["RDSBACKUP_LOG_PATH"] = LogPath,
        ["RDSBACKUP_LOG_LEVEL"] = "Debug",
        ["RDSBACKUP_LOG_FORMAT"] = "Json",
    };

    // Access keys, and whatever a request was signed with: signatures are good for as long as the link or the request is.
    private static IEnumerable<string> Secrets(SandboxCloud cloud) =>
    [
        AliyunKey.Id, AliyunKey.Secret, AliyunKey.SecurityToken!, AwsKey.Id, AwsKey.Secret, AwsKey.SecurityToken!, .. RobotKeys,
        .. Requests(cloud).SelectMany(request => request.Headers.Concat(request.Query)).SelectMany(field => Signature().Matches($"{field.Key}={field.Value}"))
            .Select(match => match.Groups[1].Value),
    ];

    private static IEnumerable<SandboxRequest> Requests(SandboxCloud cloud) =>
        cloud.Aliyun.Requests.Concat(cloud.Oss.Requests).Concat(cloud.S3.Requests).Concat(cloud.AwsRds.Requests).Concat(cloud.WeCom.Requests);

    private static string[] Spellings(string secret) => [secret, Uri.EscapeDataString(secret), secret.Replace("+", "\\u002B", StringComparison.Ordinal)];

    // An error that says again what it was sent, as services do that explain why a signature does not match.
    private static void Refuse(SandboxCloud cloud)
    {
        foreach (FaultRules faults in (FaultRules[])[cloud.Aliyun.Faults, cloud.Oss.Faults, cloud.S3.Faults, cloud.AwsRds.Faults, cloud.WeCom.Faults])
        {
            faults.Clear();
            faults.Add(request => Fault.Error(403, "SignatureDoesNotMatch", "You sent " + string.Join(
                "; ", request.Headers.Select(header => $"{header.Key}: {header.Value}")
                    .Append($"https://host/key?{string.Join('&', request.Query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"))}"))));
        }
    }

    private static void Note(Dictionary<string, string> outputs, string name, HelpExamples examples)
    {
        ScriptRun[] runs = [.. examples.Commands.Where(command => command.Length > 0).Select(command => examples.Run(command))];
        outputs[$"{name}, output"] = Deep(runs.SelectMany(run => run.Output));
        outputs[$"{name}, errors"] = Deep(runs.SelectMany(run => run.Errors.Cast<object?>().Append(run.Failure)));
        outputs[$"{name}, verbose"] = Deep(runs.SelectMany(run => run.Verbose));
        outputs[$"{name}, debug"] = Deep(runs.SelectMany(run => run.Debug));
        outputs[$"{name}, information"] = Deep(runs.SelectMany(run => run.Information));
        outputs[$"{name}, warnings"] = Deep(runs.SelectMany(run => run.Warnings));
        outputs[$"{name}, progress"] = Deep(runs.SelectMany(run => run.Progress));
    }

    // What stays: the screen, $Error, log files, what was written beside the examples and into the buckets, and what every process list shows.
    private async Task NoteWhatStaysAsync(Dictionary<string, string> outputs, HelpExamples examples)
    {
        outputs["screen"] = examples.Screen;
        outputs["$Error"] = Deep(examples.Run("$Error").Output);
        outputs["log file"] = ReadAll(_folder.FullName);
        outputs["files"] = ReadAll(examples.Folder);
        outputs["objects of S3"] = await ReadAllAsync(examples.Cloud.S3);
        outputs["arguments"] = string.Join(' ', Environment.GetCommandLineArgs());
    }

    private static async Task<string> ReadAllAsync(S3Store store)
    {
        StringBuilder text = new();
        foreach ((string bucket, S3Object item) in store.BucketNames.SelectMany(bucket => store.Objects(bucket).Select(item => (bucket, item))))
        {
            text.Append(item.Key).Append(item.Key.EndsWith(".json", StringComparison.Ordinal) ? Encoding.UTF8.GetString(await store.ReadObject(bucket, item.Key)) : "");
        }

        return text.ToString();
    }

    private static string ReadAll(string folder) => string.Concat(Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(Read));

    private static string Read(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return path + reader.ReadToEnd();
    }

    // Every property of every object, exceptions with their inner ones, as Get-Error shows them.
    private static string Deep(IEnumerable<object?> items)
    {
        StringBuilder text = new();
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        foreach (object? item in items)
        {
            Append(text, item, seen, Deepest);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, HashSet<object> seen, int depth)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (bare is null || depth == 0 || (bare is not string && !bare.GetType().IsValueType && !seen.Add(bare)))
        {
            return;
        }

        text.Append(bare).Append('\n');
        if (bare is string or Type or Delegate or System.Reflection.MemberInfo or CommandInfo || bare.GetType().IsPrimitive || bare.GetType().IsEnum)
        {
            return;
        }

        foreach (object? item in bare as IEnumerable ?? Array.Empty<object>())
        {
            Append(text, item, seen, depth - 1);
        }

        foreach (PSPropertyInfo property in PSObject.AsPSObject(bare).Properties)
        {
            text.Append(property.Name).Append('=');
            Append(text, ValueOf(property), seen, depth - 1);
        }
    }

    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    [GeneratedRegex("(?:Signature|[?&]sig)=([^,&;\\s]{16,})", RegexOptions.IgnoreCase)]
    private static partial Regex Signature();
}
