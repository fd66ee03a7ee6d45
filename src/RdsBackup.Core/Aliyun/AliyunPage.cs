namespace RdsBackup.Aliyun;

/// <summary>One page of a list.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Total">Rows of the whole list at that moment (TotalRecordCount), if the API said.</param>
internal sealed record AliyunPage<T>(IReadOnlyList<T> Rows, long? Total);
