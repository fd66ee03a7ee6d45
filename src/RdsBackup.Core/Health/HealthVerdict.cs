using RdsBackup.Diagnostics;

namespace RdsBackup.Health;

/// <summary>What a health check says.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record HealthVerdict(RdsBackupHealthStatus Status, string Detail, string? Remedy)
{
    /// <summary>A verdict whose texts are in <see cref="Messages"/>, by the rule of <see cref="Errors"/>.</summary>
    public static HealthVerdict Of(RdsBackupHealthStatus status, string id, params object?[] arguments) =>
        new(status, Errors.Text(id, arguments), Errors.Remedy(id, arguments));

    /// <summary>All is well.</summary>
    public static HealthVerdict Healthy(string id, params object?[] arguments) => Of(RdsBackupHealthStatus.Healthy, id, arguments);

    /// <summary>It works, but should be changed.</summary>
    public static HealthVerdict Warning(string id, params object?[] arguments) => Of(RdsBackupHealthStatus.Warning, id, arguments);

    /// <summary>It does not work.</summary>
    public static HealthVerdict Failed(string id, params object?[] arguments) => Of(RdsBackupHealthStatus.Failed, id, arguments);

    /// <summary>It could not be found out.</summary>
    public static HealthVerdict Unknown(string id, params object?[] arguments) => Of(RdsBackupHealthStatus.Unknown, id, arguments);

    /// <summary>It does not work, as <paramref name="failure"/> says.</summary>
    public static HealthVerdict Failed(RdsBackupException failure) => new(RdsBackupHealthStatus.Failed, failure.Message, failure.Recommendation);
}
