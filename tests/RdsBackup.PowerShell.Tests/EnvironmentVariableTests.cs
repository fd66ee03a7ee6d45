using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>
/// Tests of commands that find credentials as a scheduled task does, in the environment. Variables belong to the whole process, so these tests
/// run while no others do.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentVariableTests
{
    public const string Name = "Environment variables";

    /// <summary>Sets the variables by which clients sign for an emulated cloud, until it is disposed.</summary>
    internal static IDisposable SignFor(SandboxCloud cloud) => Set(new Dictionary<string, string>
    {
        ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = cloud.Aliyun.AccessKeyId,
        ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = cloud.Aliyun.AccessKeySecret,
        ["AWS_ACCESS_KEY_ID"] = cloud.S3.AccessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = cloud.S3.SecretAccessKey,
        ["AWS_REGION"] = cloud.S3.Region,
        ["WECOM_KEY"] = cloud.WeCom.Key,
        ["WECOM_MANAGERS_KEY"] = cloud.WeCom.Key,
    });

    /// <summary>Sets variables until it is disposed.</summary>
    internal static IDisposable Set(IReadOnlyDictionary<string, string> values) => new Variables(values);

    private sealed class Variables : IDisposable
    {
        private readonly Dictionary<string, string?> _before;

        public Variables(IReadOnlyDictionary<string, string> values)
        {
            _before = values.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable);
            foreach ((string name, string value) in values)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }

        public void Dispose()
        {
            foreach ((string name, string? value) in _before)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }
}
