using System.Management.Automation;

namespace RdsBackup.PowerShell.Tests;

/// <summary>Get-, Test- and New-RdsBackupConfiguration.</summary>
public sealed class ConfigurationCommandTests : IDisposable
{
    private const string Configuration = """
        environments:
          prod:
            cloud: aliyun
            regions: [cn-hangzhou]
            instances: [rm-1]
            destination: { bucket: offsite }
        alerts:
          channels:
            dba: { key: "${secret:robot}" }
        run:
          parallelism: 2
        """;

    private readonly ModuleHost _host = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("rdsbackup-configuration-").FullName;

    public ConfigurationCommandTests() => _host.Run("$ExecutionContext.SessionState.Path.SetLocation($args[0])", _folder);

    [Fact]
    public void The_configuration_of_the_current_folder_is_shown()
    {
        string path = Write("rdsbackup.yaml", Configuration);

        PSObject shown = Assert.Single(_host.Run("Get-RdsBackupConfiguration"));

        Assert.Equal([path], (IEnumerable<string>)shown.Properties["Files"].Value);
        Assert.Equal("prod", Assert.Single(_host.Run("(Get-RdsBackupConfiguration).Environments")).ToString());
        Assert.Equal("rm-1", Assert.Single(_host.Run("(Get-RdsBackupConfiguration).Options.Environments['prod'].Instances")).ToString());
        _host.Run("Get-RdsBackupConfiguration | Out-Default");
        Assert.Contains("Environments : prod", _host.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_listed_with_their_values_and_origins()
    {
        string path = Write("rdsbackup.yaml", Configuration);

        PSObject setting = Assert.Single(_host.Run("Get-RdsBackupConfiguration run:para*"));
        Assert.Equal(("run:parallelism", "2", path, (int?)11), (Value(setting, "Key"), Value(setting, "Value"), Value(setting, "Source"), Value(setting, "Line")));
        Assert.Equal("${secret:robot}", Value(Assert.Single(_host.Run("Get-RdsBackupConfiguration -Setting *:key")), "Value"));
        Assert.Null(Value(Assert.Single(_host.Run("Get-RdsBackupConfiguration logging:level")), "Source"));
    }

    [Fact]
    public void Several_files_are_merged_in_their_order()
    {
        Write("a.yaml", Configuration);
        Write("b.json", """{ "run": { "parallelism": 7 } }""");

        Assert.Equal("7", Value(Assert.Single(_host.Run("Get-RdsBackupConfiguration run:parallelism -ConfigurationPath a.yaml, ./b.json")), "Value"));
        Assert.Equal("2", Value(Assert.Single(_host.Run("Get-RdsBackupConfiguration run:parallelism -ConfigurationPath b.json, a.yaml")), "Value"));
    }

    [Fact]
    public void Everything_that_is_wrong_is_a_finding_of_its_own()
    {
        Write("rdsbackup.yaml", "run:\n  paralelism: 2\n  timeout: soon\nlogs: {}\n");

        Assert.Equal(
            ["2 ConfigurationKeyMisspelt", "3 ConfigurationValueInvalid", "4 ConfigurationKeyUnknown"],
            _host.Run("Test-RdsBackupConfiguration | ForEach-Object { '{0} {1}' -f $_.Line, $_.Code }").Select(line => line.ToString()));
        Assert.False((bool)Assert.Single(_host.Run("Test-RdsBackupConfiguration -Quiet")).BaseObject);
        _host.Run("Test-RdsBackupConfiguration | Out-Default");
        Assert.Contains("'parallelism'", _host.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_is_fine_gives_no_finding()
    {
        Write("rdsbackup.yaml", Configuration);

        Assert.Empty(_host.Run("Test-RdsBackupConfiguration"));
        Assert.True((bool)Assert.Single(_host.Run("Test-RdsBackupConfiguration -Quiet")).BaseObject);
    }

    [Fact]
    public void A_configuration_that_is_not_there_is_a_finding_too()
    {
        Assert.Equal("ConfigurationNotFound", Value(Assert.Single(_host.Run("Test-RdsBackupConfiguration")), "Code"));
        Assert.Equal("ConfigurationFileMissing", Value(Assert.Single(_host.Run("Test-RdsBackupConfiguration -ConfigurationPath none.json")), "Code"));
        Assert.StartsWith("ConfigurationFileMissing,", _host.TryRun("Get-RdsBackupConfiguration -ConfigurationPath none.json").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("function global:Get-Secret { param($Name, [switch] $AsPlainText) if ($AsPlainText) { \"the secret of $Name\" } }", null)]
    [InlineData("function global:Get-Secret { [CmdletBinding()] param($Name, [switch] $AsPlainText) throw 'The vault is locked.' }", "SecretVaultFailed")]
    [InlineData("function global:Get-Secret { [CmdletBinding()] param($Name, [switch] $AsPlainText) $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new([Exception]::new('none'), 'GetSecretNotFound', 'ObjectNotFound', $Name)) }", "SecretNotFound")]
    [InlineData("function global:Get-Secret { param($Name, [switch] $AsPlainText) ' ' }", "SecretEmpty")]
    [InlineData("function global:Get-Secret { [CmdletBinding()] param($Name, [switch] $AsPlainText) Open-VaultOfMine }", "SecretVaultFailed")]
    [InlineData("", "SecretManagementMissing")]
    public void Secrets_are_asked_of_SecretManagement(string vault, string? code)
    {
        Write("rdsbackup.yaml", Configuration);

        ScriptRun run = _host.TryRun($"{vault}\nTest-RdsBackupConfiguration -ResolveSecret");

        Assert.Null(run.Failure);
        Assert.Equal(code, run.Output.Select(finding => Value(finding, "Code")).SingleOrDefault());
        Assert.All(run.Output, finding => Assert.Contains("${secret:robot}", Value(finding, "Message")?.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain("the secret of", run.AllText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "rdsbackup.json", 2)]
    [InlineData("new/c.yaml -Cloud aliyun", "new/c.yaml", 1)]
    public void An_example_is_written_that_can_be_used(string arguments, string path, int environments)
    {
        PSObject file = Assert.Single(_host.Run($"New-RdsBackupConfiguration {arguments}"));

        Assert.Equal(Path.Combine(_folder, path), ((FileInfo)file.BaseObject).FullName);
        Assert.Empty(_host.Run($"Test-RdsBackupConfiguration -ConfigurationPath {path}"));
        Assert.Equal(environments, _host.Run($"(Get-RdsBackupConfiguration -ConfigurationPath {path}).Environments").Count);
        Assert.Contains("RdsBackup.schema.json", File.ReadAllText(Path.Combine(_folder, path)), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_writes_nothing_and_Force_is_needed_to_replace()
    {
        _host.Run("New-RdsBackupConfiguration -WhatIf");
        Assert.Empty(Directory.GetFiles(_folder));

        string path = Write("rdsbackup.json", "mine");
        Assert.StartsWith("ConfigurationExists,", _host.TryRun("New-RdsBackupConfiguration").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(path));
        _host.Run("New-RdsBackupConfiguration -Force");
        Assert.NotEqual("mine", File.ReadAllText(path));
    }

    [Fact]
    public void What_backuprds_was_configured_with_is_carried_over_with_a_warning_for_each_secret()
    {
        Write("config.yaml", """
            rds:
              aliyun:
                instances: { prod: { id: rm-1, region: cn-hangzhou } }
                s3export: { bucketname: offsite, region: eu-west-1 }
            alert: { wework: { botkey: 693a91f6-7xxx } }
            """);

        ScriptRun run = _host.TryRun("New-RdsBackupConfiguration -FromBackupRds config.yaml");

        Assert.Empty(run.Errors);
        Assert.Contains("${env:WEWORK_BOT_KEY}", Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain("693a91f6", run.AllText + File.ReadAllText(Path.Combine(_folder, "rdsbackup.json")), StringComparison.Ordinal);
        Assert.Empty(_host.Run("Test-RdsBackupConfiguration"));
        Assert.Equal("rm-1", Assert.Single(_host.Run("(Get-RdsBackupConfiguration).Options.Environments['prod'].Instances")).ToString());
    }

    public void Dispose()
    {
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static object? Value(PSObject item, string property) => item.Properties[property].Value;
}
