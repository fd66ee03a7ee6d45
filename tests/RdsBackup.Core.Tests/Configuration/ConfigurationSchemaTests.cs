using System.Xml.Linq;
using NJsonSchema;
using RdsBackup.Configuration;

namespace RdsBackup.Core.Tests.Configuration;

public sealed class ConfigurationSchemaTests
{
    private const string Name = "RdsBackup.schema.json";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_schema_of_the_repository_is_that_of_the_option_types()
    {
        string assembly = typeof(RdsBackupOptions).Assembly.GetName().Name!;
        string actual = ConfigurationSchema.Generate(XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly + ".xml")));
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, Name), actual, Token); // to be copied when it has changed

        string written = await File.ReadAllTextAsync(RepositoryFolder.PathOf(Name), Token);

        Assert.Equal(written.ReplaceLineEndings(), actual.ReplaceLineEndings());
    }

    [Fact]
    public async Task An_editor_takes_what_the_loader_takes()
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(RepositoryFolder.PathOf(Name), Token);

        Assert.Empty(schema.Validate(ConfigurationLoaderTests.Whole));
    }

    [Theory]
    [InlineData("""{ "enviroments": {} }""")]
    [InlineData("""{ "defaults": { "cloud": "azure" } }""")]
    [InlineData("""{ "defaults": { "expect": { "maxAge": "soon" } } }""")]
    [InlineData("""{ "run": { "parallelism": 0 } }""")]
    [InlineData("""{ "run": { "windows": [{ "from": "25:00" }] } }""")]
    [InlineData("""{ "alerts": { "channels": { "dba": { "key": "693a91f6" } } } }""")]
    public async Task An_editor_marks_what_the_loader_refuses(string text)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(RepositoryFolder.PathOf(Name), Token);
        using ConfigurationFolder folder = new();

        Assert.NotEmpty(schema.Validate(text));
        Assert.NotEmpty(folder.Check(text));
    }
}
