namespace RdsBackup.PowerShell.Tests;

public sealed class IsolationTests
{
    [Fact]
    public void Import_loads_neither_Core_nor_an_SDK()
    {
        using var host = new ModuleHost();
        Assert.NotNull(host.Run("Get-Module RdsBackup")[0]);
    }
}
