namespace RdsBackup;

/// <summary>
/// The regions of Alibaba Cloud known when this was built: for completion and display. A region that is missing here works all the
/// same; the list an account can use comes from DescribeRegions.
/// </summary>
public static class AliyunRegionCatalog
{
    /// <summary>The known regions, mainland China first.</summary>
    public static IReadOnlyList<AliyunRegionName> Regions { get; } =
    [
        new("cn-hangzhou", "China (Hangzhou)", "华东1（杭州）"),
        new("cn-shanghai", "China (Shanghai)", "华东2（上海）"),
        new("cn-nanjing", "China (Nanjing)", "华东5（南京）"),
        new("cn-fuzhou", "China (Fuzhou)", "华东6（福州）"),
        new("cn-qingdao", "China (Qingdao)", "华北1（青岛）"),
        new("cn-beijing", "China (Beijing)", "华北2（北京）"),
        new("cn-zhangjiakou", "China (Zhangjiakou)", "华北3（张家口）"),
        new("cn-huhehaote", "China (Hohhot)", "华北5（呼和浩特）"),
        new("cn-wulanchabu", "China (Ulanqab)", "华北6（乌兰察布）"),
        new("cn-shenzhen", "China (Shenzhen)", "华南1（深圳）"),
        new("cn-heyuan", "China (Heyuan)", "华南2（河源）"),
        new("cn-guangzhou", "China (Guangzhou)", "华南3（广州）"),
        new("cn-wuhan-lr", "China (Wuhan)", "华中1（武汉）"),
        new("cn-chengdu", "China (Chengdu)", "西南1（成都）"),
        new("cn-hongkong", "China (Hong Kong)", "中国香港"),
        new("cn-hangzhou-finance", "China East 1 Finance", "华东1 金融云"),
        new("cn-shanghai-finance-1", "China East 2 Finance", "华东2 金融云"),
        new("cn-shenzhen-finance-1", "China South 1 Finance", "华南1 金融云"),
        new("cn-beijing-finance-1", "China North 2 Finance", "华北2 金融云"),
        new("cn-north-2-gov-1", "China North 2 Gov 1", "华北2 阿里政务云1"),
        new("ap-northeast-1", "Japan (Tokyo)", "日本（东京）"),
        new("ap-northeast-2", "South Korea (Seoul)", "韩国（首尔）"),
        new("ap-southeast-1", "Singapore", "新加坡"),
        new("ap-southeast-3", "Malaysia (Kuala Lumpur)", "马来西亚（吉隆坡）"),
        new("ap-southeast-5", "Indonesia (Jakarta)", "印度尼西亚（雅加达）"),
        new("ap-southeast-6", "Philippines (Manila)", "菲律宾（马尼拉）"),
        new("ap-southeast-7", "Thailand (Bangkok)", "泰国（曼谷）"),
        new("eu-central-1", "Germany (Frankfurt)", "德国（法兰克福）"),
        new("eu-west-1", "UK (London)", "英国（伦敦）"),
        new("us-east-1", "US (Virginia)", "美国（弗吉尼亚）"),
        new("us-west-1", "US (Silicon Valley)", "美国（硅谷）"),
        new("na-south-1", "Mexico", "墨西哥"),
        new("me-east-1", "UAE (Dubai)", "阿联酋（迪拜）"),
        new("me-central-1", "SAU (Riyadh)", "沙特（利雅得）"),
    ];
}
