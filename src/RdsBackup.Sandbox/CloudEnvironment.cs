namespace RdsBackup.Sandbox;

/// <summary>The environment variables by which clients find the emulated cloud and sign for it.</summary>
internal static class CloudEnvironment
{
    public static IReadOnlyList<(string Name, string Value)> Of(SandboxCloud cloud) =>
    [
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", cloud.Aliyun.AccessKeyId),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", cloud.Aliyun.AccessKeySecret),
        ("AWS_ACCESS_KEY_ID", cloud.S3.AccessKeyId),
        ("AWS_SECRET_ACCESS_KEY", cloud.S3.SecretAccessKey),
        ("AWS_REGION", cloud.S3.Region),
        ("AWS_ENDPOINT_URL_RDS", cloud.AwsRds.Endpoint.ToString()),
        ("AWS_ENDPOINT_URL_STS", cloud.AwsRds.Endpoint.ToString()),
        ("WECOM_WEBHOOK", cloud.WeCom.Webhook.ToString()),
    ];
}
