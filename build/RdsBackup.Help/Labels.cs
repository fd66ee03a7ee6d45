namespace RdsBackup.Help;

/// <summary>The words of the help that are the same for every cmdlet.</summary>
internal sealed record Labels
{
    public required string Syntax { get; init; }

    public required string Description { get; init; }

    public required string Examples { get; init; }

    public required string Example { get; init; }

    public required string Parameters { get; init; }

    public required string Inputs { get; init; }

    public required string Outputs { get; init; }

    public required string Permissions { get; init; }

    public required string Notes { get; init; }

    public required string Related { get; init; }

    public required string Type { get; init; }

    public required string Aliases { get; init; }

    public required string Required { get; init; }

    public required string Position { get; init; }

    public required string Named { get; init; }

    public required string Default { get; init; }

    public required string Values { get; init; }

    public required string Range { get; init; }

    public required string Pattern { get; init; }

    public required string Pipeline { get; init; }

    public required string ByValue { get; init; }

    public required string ByPropertyName { get; init; }

    public required string Wildcards { get; init; }

    public required string Yes { get; init; }

    public required string No { get; init; }

    public required string Property { get; init; }

    public required string Meaning { get; init; }

    public required string Cmdlets { get; init; }

    public required string CommonParameters { get; init; }

    public required string Origin { get; init; }

    public static Labels In(Language language) => language == Language.English ? English : Chinese;

    private static Labels English { get; } = new()
    {
        Syntax = "Syntax",
        Description = "Description",
        Examples = "Examples",
        Example = "Example",
        Parameters = "Parameters",
        Inputs = "Inputs",
        Outputs = "Outputs",
        Permissions = "Permissions",
        Notes = "Notes",
        Related = "Related",
        Type = "Type",
        Aliases = "Aliases",
        Required = "Required",
        Position = "Position",
        Named = "named",
        Default = "Default",
        Values = "Accepted values",
        Range = "Range",
        Pattern = "Pattern",
        Pipeline = "Pipeline input",
        ByValue = "by value",
        ByPropertyName = "by property name",
        Wildcards = "Wildcards",
        Yes = "yes",
        No = "no",
        Property = "Property",
        Meaning = "Meaning",
        Cmdlets = "Cmdlets",
        CommonParameters = "The common parameters (`-Verbose`, `-ErrorAction`, …) are described in about_CommonParameters.",
        Origin = "Made by the build from the text beside the cmdlet; change that one.",
    };

    private static Labels Chinese { get; } = new()
    {
        Syntax = "语法",
        Description = "说明",
        Examples = "示例",
        Example = "示例",
        Parameters = "参数",
        Inputs = "输入",
        Outputs = "输出",
        Permissions = "所需权限",
        Notes = "备注",
        Related = "相关内容",
        Type = "类型",
        Aliases = "别名",
        Required = "必需",
        Position = "位置",
        Named = "按名称",
        Default = "默认值",
        Values = "可选值",
        Range = "范围",
        Pattern = "格式",
        Pipeline = "管道输入",
        ByValue = "按值",
        ByPropertyName = "按属性名",
        Wildcards = "通配符",
        Yes = "是",
        No = "否",
        Property = "属性",
        Meaning = "含义",
        Cmdlets = "命令",
        CommonParameters = "通用参数（`-Verbose`、`-ErrorAction` 等）见 about_CommonParameters。",
        Origin = "本页由构建过程根据 cmdlet 旁的文本生成，请修改该文本。",
    };
}
