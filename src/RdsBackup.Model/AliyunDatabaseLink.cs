namespace RdsBackup;

/// <summary>One database of a SQL Server backup set, which can be downloaded by itself.</summary>
/// <param name="Database">Name of the database.</param>
/// <param name="DownloadLink">Address on the internet, if any.</param>
/// <param name="InternalDownloadLink">Address inside the region's network, if any.</param>
public sealed record AliyunDatabaseLink(string Database, SignedLink? DownloadLink, SignedLink? InternalDownloadLink);
