using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RdsBackup.PowerShell.Tests.Help;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>The policies in examples/policies against what the commands really ask the clouds for, and against what their help says.</summary>
[Collection(EnvironmentVariableTests.Name)]
public sealed partial class PolicyTests
{
    private static readonly string Folder = Path.Combine(HelpFolder.Repository, "examples", "policies");

    // What only the real clouds would ask for; what going on with an upload and clusters need, which no example shows.
    private static readonly Regex NotShown = new(
        "^(kms:|iam:|s3:PutObjectTagging|s3:PutObjectRetention|rds:AddTagsToResource|s3:ListMultipartUploadParts|rds:(Copy|Create)DBClusterSnapshot)");

    private static readonly ConcurrentDictionary<string, IReadOnlyList<(string[] Commands, string[] Actions)>> Asked = new();

    /// <summary>Each command that the page names.</summary>
    public static TheoryData<string> Commands => [.. Policies().Keys];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task The_policies_of_the_commands_of_an_example_allow_what_it_asks_for(string command)
    {
        Dictionary<string, string[]> policies = Policies();

        foreach ((string[] commands, string[] actions) in await ExamplesOfAsync(command))
        {
            Assert.Empty(actions.Except(commands.SelectMany(name => policies.GetValueOrDefault(name, [])).SelectMany(Actions)));
        }
    }

    [Fact]
    public async Task No_policy_allows_what_none_of_its_commands_asks_for()
    {
        Dictionary<string, string[]> policies = Policies();
        HashSet<string> asked = [];
        foreach (string command in policies.Keys)
        {
            asked.UnionWith(
                from example in await ExamplesOfAsync(command)
                from name in example.Commands
                from policy in policies.GetValueOrDefault(name, [])
                from action in example.Actions
                select $"{policy}: {action}");
        }

        Assert.Empty(
            from policy in policies.Values.SelectMany(names => names).Distinct()
            from action in Actions(policy)
            where !NotShown.IsMatch(action) && !asked.Contains($"{policy}: {action}")
            select $"{policy}: {action}");
    }

    [Fact]
    public void Every_command_that_asks_a_cloud_is_on_the_page_in_both_languages()
    {
        string[] without = ["Get-RdsBackupAlertRule", "Get-RdsBackupConfiguration", "New-RdsBackupConfiguration", "Send-WeComAlert", "Test-RdsBackupAlertRule", "Test-RdsBackupConfiguration"];

        Assert.Equal(HelpFolder.Sources.Where(source => !source.Synopsis.IsEmpty).Select(source => source.Name).Except(without).Order(), Policies().Keys.Order());
        Assert.Equal(Rows("README.md"), Rows("README.zh-CN.md"));
    }

    [Fact]
    public void Actions_on_buckets_are_allowed_on_buckets_and_those_on_objects_on_objects()
    {
        foreach (string file in Directory.GetFiles(Folder, "aws-*.json"))
        {
            foreach (JsonNode? statement in JsonNode.Parse(File.ReadAllText(file))!["Statement"]!.AsArray())
            {
                string resource = (string?)statement!["Resource"] ?? "";
                Assert.All(
                    Strings(statement["Action"]!).Where(action => action.StartsWith("s3:", StringComparison.Ordinal)),
                    action => Assert.Equal(!BucketAction().IsMatch(action), resource.Contains('/', StringComparison.Ordinal)));
            }
        }
    }

    // The commands of each example, and what was asked for while it ran.
    private static async Task<IReadOnlyList<(string[] Commands, string[] Actions)>> ExamplesOfAsync(string command)
    {
        if (Asked.TryGetValue(command, out IReadOnlyList<(string[], string[])>? known))
        {
            return known;
        }

        await using HelpExamples examples = await HelpExamples.StartAsync(command, "en-US");
        using IDisposable variables = EnvironmentVariableTests.SignFor(examples.Cloud);
        List<(string[], string[])> found = [];
        foreach ((int index, string example) in examples.Commands.Index().Where(item => item.Item.Length > 0))
        {
            examples.Run(example);
            string[] actions = [.. ActionsOf(examples.Cloud).Distinct()];
            if (index > 0) // The first prepares.
            {
                found.Add(([.. CommandName().Matches(example).Select(match => match.Value).Distinct()], actions));
            }
        }

        return Asked[command] = found;
    }

    // Takes them out, so that the next example starts afresh.
    private static IEnumerable<string> ActionsOf(SandboxCloud cloud)
    {
        foreach (ConcurrentQueue<SandboxRequest> rds in (ConcurrentQueue<SandboxRequest>[])[cloud.Aliyun.Requests, cloud.AwsRds.Requests])
        {
            while (rds.TryDequeue(out SandboxRequest? request))
            {
                if (request.Operation is not ("AssumeRole" or "GetCallerIdentity" or ""))
                {
                    yield return $"rds:{request.Operation}";
                }
            }
        }

        while (cloud.S3.Requests.TryDequeue(out SandboxRequest? request))
        {
            if (request.Headers.ContainsKey("Authorization"))
            {
                yield return ActionOf(request.Operation);
            }
        }
    }

    // Source: "Actions, resources, and condition keys for Amazon S3", Service Authorization Reference.
    private static string ActionOf(string operation) => operation switch
    {
        "HeadObject" => "s3:GetObject",
        "CreateMultipartUpload" or "UploadPart" or "CompleteMultipartUpload" => "s3:PutObject",
        "ListParts" => "s3:ListMultipartUploadParts",
        "ListObjectsV2" or "HeadBucket" => "s3:ListBucket",
        "ListMultipartUploads" => "s3:ListBucketMultipartUploads",
        "GetObjectLockConfiguration" => "s3:GetBucketObjectLockConfiguration",
        "GetPublicAccessBlock" => "s3:GetBucketPublicAccessBlock",
        "GetBucketLifecycleConfiguration" => "s3:GetLifecycleConfiguration",
        _ => $"s3:{operation}",
    };

    private static Dictionary<string, string[]> Policies() => Rows("README.md").ToDictionary(row => row.Command, row => row.Policies.Split(", "));

    private static (string Command, string Policies)[] Rows(string page) =>
    [
        .. Row().Matches(File.ReadAllText(Path.Combine(Folder, page)))
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value.Replace("`", "", StringComparison.Ordinal))),
    ];

    private static IEnumerable<string> Actions(string policy) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{policy}.json")))!["Statement"]!.AsArray().SelectMany(statement => Strings(statement!["Action"]!));

    private static IEnumerable<string> Strings(JsonNode node) => node is JsonArray list ? list.Select(item => (string)item!) : [(string)node!];

    [GeneratedRegex(@"^\| `([A-Z][A-Za-z0-9-]+)` \| ((?:`[a-z-]+`(?:, )?)+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("^s3:(List(?!Multipart)|GetBucket|GetLifecycle)")]
    private static partial Regex BucketAction();

    [GeneratedRegex(@"\b[A-Z][a-z]+-(?:Aliyun|Aws|RdsBackup|WeCom)[A-Za-z0-9]*\b")]
    private static partial Regex CommandName();
}
