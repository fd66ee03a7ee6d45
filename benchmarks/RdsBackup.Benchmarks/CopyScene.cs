using RdsBackup.Sandbox;

namespace RdsBackup.Benchmarks;

/// <summary>The emulated cloud that copies are measured against: backups of any size, an S3 that throws away what it receives.</summary>
internal static class CopyScene
{
    public const string Bucket = "copies";

    public static async Task<SandboxCloud> StartAsync(Uri? downloads = null)
    {
        SandboxCloud cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false, S3Sink = true, DownloadEndpoint = downloads });
        cloud.S3.CreateBucket(Bucket);
        return cloud;
    }

    /// <summary>Adds an instance with one backup; the id of the instance.</summary>
    public static string AddBackup(SandboxCloud cloud, Content content)
    {
        string id = $"rm-copy{cloud.Aliyun.Instances.Count}";
        DateTimeOffset end = DateTimeOffset.UtcNow.AddHours(-1);
        OssObject file = cloud.Oss.Put(new OssObject("backups", $"{id}_data_qp.xb", content, end));
        cloud.Aliyun.Add(new SandboxInstance { Id = id, RegionId = "cn-hangzhou", Engine = "MySQL", EngineVersion = "8.0" })
            .Add(new SandboxBackup { Id = "1", Start = end.AddHours(-1), End = end, File = file });
        return id;
    }

    /// <summary>The variables with both clouds' keys; with a real store, its keys are those of this process.</summary>
    public static Dictionary<string, string> Environment(SandboxCloud cloud, bool isRealStore = false)
    {
        Dictionary<string, string> variables = new()
        {
            ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = cloud.Aliyun.AccessKeyId,
            ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = cloud.Aliyun.AccessKeySecret,
        };
        if (!isRealStore)
        {
            variables["AWS_ACCESS_KEY_ID"] = cloud.S3.AccessKeyId;
            variables["AWS_SECRET_ACCESS_KEY"] = cloud.S3.SecretAccessKey;
            variables["AWS_REGION"] = cloud.S3.Region;
        }

        return variables;
    }
}
