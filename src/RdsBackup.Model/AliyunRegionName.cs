namespace RdsBackup;

/// <summary>A region of Alibaba Cloud and what people call it.</summary>
/// <param name="RegionId">Id such as <c>cn-hangzhou</c>.</param>
/// <param name="EnglishName">Its name in English.</param>
/// <param name="ChineseName">Its name in Chinese.</param>
public sealed record AliyunRegionName(string RegionId, string EnglishName, string ChineseName);
