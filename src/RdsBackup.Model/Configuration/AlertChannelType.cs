namespace RdsBackup.Configuration;

/// <summary>What an alert channel is.</summary>
public enum AlertChannelType
{
    /// <summary>A group robot of WeCom (企业微信).</summary>
    WeCom,
}
