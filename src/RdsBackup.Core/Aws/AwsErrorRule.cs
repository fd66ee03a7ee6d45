namespace RdsBackup.Aws;

/// <summary>What an error code of the API means here.</summary>
/// <param name="Id">Id of the module's error.</param>
/// <param name="Kind">What sort of failure it is.</param>
/// <param name="Class">What to do about it.</param>
/// <param name="Subjects">The parameters that may hold what the error is about, the most telling first.</param>
internal sealed record AwsErrorRule(string Id, RdsBackupErrorKind Kind, AwsErrorClass Class, params string[] Subjects);
