namespace RdsBackup.Sandbox.Tests;

/// <summary>The demo. It checks its own steps; here is what it promises besides.</summary>
public sealed class DemoTests
{
    private const int MostLines = 150;

    [Fact]
    public async Task It_ends_well_can_be_read_and_shows_no_secret()
    {
        (int exitCode, string output, string errors) = await SandboxProgram.RunAsync();

        Assert.True(exitCode == 0, output);
        Assert.Equal("", errors);
        string[] lines = output.Split('\n');
        Assert.InRange(lines.Length, 1, MostLines);
        Assert.Equal(2, lines.Count(line => line.TrimEnd() == "PS> Invoke-RdsBackup -PollInterval 1s"));
        Assert.Single(lines, line => line.TrimEnd() == "[dba]");
        Assert.DoesNotContain("key=", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature=", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", output, StringComparison.Ordinal);
    }
}
