using RdsBackup.Configuration;

namespace RdsBackup.Core.Tests.Configuration;

public sealed class SecretResolverTests : IDisposable
{
    private const string Secret = "693a91f6-7xxx-4bc4";
    private readonly ConfigurationFolder _folder = new();

    [Fact]
    public async Task Secrets_come_from_variables_files_and_vaults()
    {
        string file = _folder.Write("robot.key", Secret + "\n");

        Assert.Equal(Secret, await ResolveAsync("${env:ROBOT}"));
        Assert.Equal(Secret, await ResolveAsync($"${{file:{file}}}"));
        Assert.Equal(Secret, await ResolveAsync("${secret:robot}"));
    }

    [Theory]
    [InlineData("${env:NONE}", "SecretVariableUnset")]
    [InlineData("${env:BLANK}", "SecretEmpty")]
    [InlineData("${file:/no/such/file}", "SecretFileUnreadable")]
    [InlineData("${secret:none}", "SecretNotFound")]
    public async Task A_secret_that_cannot_be_had_is_an_error_that_names_the_reference(string reference, string id)
    {
        RdsBackupException failure = await Assert.ThrowsAsync<RdsBackupException>(() => ResolveAsync(reference));

        Assert.Equal(id, failure.ErrorId);
        Assert.Contains(reference, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Recommendation);
    }

    [Fact]
    public async Task Every_secret_of_a_configuration_is_tried_and_the_missing_ones_are_found_with_their_place()
    {
        _folder.Write("c.json", """
            { "alerts": { "channels": {
              "good": { "key": "${env:ROBOT}" },
              "bad": { "webhook": "${secret:none}" } } } }
            """);

        ConfigurationFinding finding = Assert.Single(
            await Resolver.TryAllAsync(_folder.Load("c.json"), TestContext.Current.CancellationToken));

        Assert.Equal(("SecretNotFound", "alerts:channels:bad:webhook", 3), (finding.Code, finding.Key, finding.Line));
    }

    [Theory]
    [InlineData("${ENV:A}")]
    [InlineData("${env:}")]
    [InlineData("x${env:A}")]
    [InlineData("${env:A}${env:B}")]
    [InlineData("$env:A")]
    public void What_only_looks_like_a_reference_is_none(string text) => Assert.False(SecretReference.TryParse(text, out _));

    private static SecretResolver Resolver => new(new Vault(), name => name switch { "ROBOT" => Secret, "BLANK" => " ", _ => null });

    private static Task<string> ResolveAsync(string text)
    {
        Assert.True(SecretReference.TryParse(text, out SecretReference? reference));
        Assert.Equal(text, reference.ToString());
        return Resolver.ResolveAsync(reference, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Vault : ISecretSource
    {
        public Task<string?> FindAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult(name == "robot" ? Secret : null);
    }
}
