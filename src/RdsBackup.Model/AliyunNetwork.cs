namespace RdsBackup;

/// <summary>Which of a backup's two addresses to download through.</summary>
public enum AliyunNetwork
{
    /// <summary>The internal address when it answers, else the public one.</summary>
    Auto,

    /// <summary>Inside the region's network only; free of charge.</summary>
    Internal,

    /// <summary>Over the internet; billed beyond a monthly quota.</summary>
    Public,
}
