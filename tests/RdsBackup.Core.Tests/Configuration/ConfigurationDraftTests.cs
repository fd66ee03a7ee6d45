using RdsBackup.Configuration;

namespace RdsBackup.Core.Tests.Configuration;

public sealed class ConfigurationDraftTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    [Theory]
    [InlineData("c.json")]
    [InlineData("c.yaml")]
    public void The_example_is_valid_as_it_is(string name)
    {
        ConfigurationDraft.Sample([CloudProvider.Aliyun, CloudProvider.Aws]).Save(_folder.PathOf(name), "RdsBackup.schema.json", overwrite: false);

        RdsBackupConfiguration configuration = _folder.Load(name);

        Assert.Empty(configuration.Findings);
        Assert.Equal([CloudProvider.Aliyun, CloudProvider.Aws], configuration.Environments.Select(environment => environment.Cloud!.Value));
        Assert.Equal("WECOM_BOT_KEY", configuration.Options.Alerts.Channels["dba"].Key?.Name);
        Assert.Equal(["*"], configuration.Options.Environments["prod-cn"].Instances);
    }

    [Fact]
    public void A_file_that_is_there_is_kept_unless_it_is_to_be_replaced()
    {
        string path = _folder.Write("c.json", "mine");
        ConfigurationDraft draft = ConfigurationDraft.Sample([CloudProvider.Aws]);

        Assert.Equal("ConfigurationExists", Assert.Throws<RdsBackupException>(() => draft.Save(path, schema: null, overwrite: false)).ErrorId);
        Assert.Equal("mine", File.ReadAllText(path));

        draft.Save(path, schema: null, overwrite: true);
        Assert.Empty(_folder.Load("c.json").Findings);
    }

    [Theory]
    [InlineData("s3export", "bucketname", "kmsKeyId", "s3BucketName", "exporttask", "s3prefix", "iamRoleArn")]
    [InlineData("s3_export", "bucket_name", "kms_key_id", "s3_bucket_name", "export_task", "s3_prefix", "iam_role_arn")]
    public void A_configuration_of_backuprds_is_carried_over_in_each_of_its_spellings(
        string s3Export, string bucketName, string kmsKeyId, string s3BucketName, string exportTask, string s3Prefix, string iamRoleArn)
    {
        ConfigurationDraft draft = Convert($"""
            rds:
              aliyun:
                instances:
                  prod-cn: {"{"} id: "rm-1", region: "cn-hangzhou" {"}"}
                  prod-eu: {"{"} id: "rm-2", region: "eu-central-1" {"}"}
                {s3Export}: {"{"} region: "ap-southeast-2", {bucketName}: "offsite" {"}"}
              aws:
                instances:
                  au-mysql:
                    id: "arn:aws:rds:ap-southeast-2:123456789012:db:mysql8"
                    region: "ap-southeast-2"
                    {kmsKeyId}: "22584e80"
                    {s3BucketName}: "exports"
                {exportTask}: {"{"} {s3Prefix}: "mysql", {iamRoleArn}: "arn:aws:iam::123456789012:role/r" {"}"}
            """);

        Assert.Empty(draft.Findings);
        RdsBackupConfiguration configuration = SaveAndLoad(draft);
        Assert.Empty(configuration.Findings);
        Assert.Equal(["au-mysql", "prod-cn", "prod-eu"], configuration.Environments.Select(environment => environment.Name).Order());
        EnvironmentOptions china = configuration.Options.Environments["prod-cn"], australia = configuration.Options.Environments["au-mysql"];
        Assert.Equal((CloudProvider.Aliyun, "cn-hangzhou", "rm-1"), (china.Cloud, china.Regions.Single(), china.Instances.Single()));
        Assert.Equal(("offsite", "ap-southeast-2"), (china.Destination.Bucket, china.Destination.Region));
        Assert.Equal((CloudProvider.Aws, "ap-southeast-2", "arn:aws:rds:ap-southeast-2:123456789012:db:mysql8"), (australia.Cloud, australia.Regions.Single(), australia.Instances.Single()));
        Assert.Equal(("exports", "mysql", "arn:aws:iam::123456789012:role/r", "22584e80"),
            (australia.Export.Bucket, australia.Export.Prefix, australia.Export.RoleArn, australia.Export.KmsKeyId));
    }

    [Fact]
    public void The_robot_becomes_a_channel_with_a_rule_and_its_key_stays_behind()
    {
        ConfigurationDraft draft = Convert("""
            rds: { aliyun: { access_secret: hunter2-hunter2 } }
            server: { port: 8080 }
            alert:
              wework:
                enabled: true
                botkey: "693a91f6-7xxx"
                retry_times: 3
            """);

        Assert.Equal(
            [("BackuprdsKeyLeft", "alert:wework:retry_times"), ("BackuprdsKeyLeft", "rds:aliyun:access_secret"), ("BackuprdsKeyLeft", "server"), ("BackuprdsSecretLeft", "alert:wework:botkey")],
            draft.Findings.Select(finding => (finding.Code, finding.Key!)).Order());
        AlertOptions alerts = SaveAndLoad(draft).Options.Alerts;
        Assert.Equal("${env:WEWORK_BOT_KEY}", alerts.Channels["wecom"].Key?.ToString());
        Assert.Equal(["wecom"], Assert.Single(alerts.Rules).Then.Channels);
        string everything = File.ReadAllText(_folder.PathOf("new.yaml")) + string.Concat(draft.Findings);
        Assert.DoesNotContain("693a91f6", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", everything, StringComparison.Ordinal);
    }

    [Fact]
    public void A_robot_that_is_switched_off_is_not_carried_over() =>
        Assert.Empty(SaveAndLoad(Convert("rds: {}\nalert: { wework: { enabled: false, botkey: k } }")).Options.Alerts.Channels);

    [Fact]
    public void Instances_of_both_clouds_with_one_name_become_two_environments()
    {
        ConfigurationDraft draft = Convert("""
            rds:
              aliyun: { instances: { prod: rm-1 } }
              aws: { instances: { prod: { id: db-1, region: eu-west-1 } } }
            """);

        Assert.Equal("BackuprdsRenamed", Assert.Single(draft.Findings).Code);
        RdsBackupOptions options = SaveAndLoad(draft).Options;
        Assert.Equal(["rm-1"], options.Environments["prod"].Instances);
        Assert.Equal(["db-1"], options.Environments["prod-aws"].Instances);
    }

    [Theory]
    [InlineData("server: { port: 1 }", "BackuprdsUnrecognized")]
    [InlineData("- rds", "BackuprdsUnrecognized")]
    [InlineData("rds: [", "ConfigurationFileBroken")]
    public void What_is_no_configuration_of_backuprds_is_refused(string text, string id) =>
        Assert.Equal(id, Assert.Throws<RdsBackupException>(() => Convert(text)).ErrorId);

    private ConfigurationDraft Convert(string text) => ConfigurationDraft.FromBackuprds(_folder.Write("config.yaml", text));

    private RdsBackupConfiguration SaveAndLoad(ConfigurationDraft draft)
    {
        draft.Save(_folder.PathOf("new.yaml"), schema: null, overwrite: true);
        return _folder.Load("new.yaml");
    }

    public void Dispose() => _folder.Dispose();
}
