using System.Management.Automation;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Makes every error record of the module. The engine adds the cmdlet's name to the id.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of <paramref name="exception"/>, shown with what to do about it.</summary>
    /// <param name="exception">What failed.</param>
    /// <param name="target">The input object it failed for, if it was one.</param>
    public static ErrorRecord Create(Exception exception, object? target) => exception switch
    {
        RdsBackupException known => Create(known, known.ErrorId, Category(known.Kind), target),
        OperationCanceledException => Create(
            Errors.Create(nameof(Messages.OperationCanceled), RdsBackupErrorKind.Service, exception),
            nameof(Messages.OperationCanceled), ErrorCategory.OperationStopped, target),
        _ => Create(
            Errors.Create(nameof(Messages.UnexpectedError), RdsBackupErrorKind.Service, exception, exception.Message),
            nameof(Messages.UnexpectedError), ErrorCategory.NotSpecified, target),
    };

    private static ErrorRecord Create(RdsBackupException exception, string id, ErrorCategory category, object? target)
    {
        // Not as RecommendedAction: PowerShell 7.4 does not show that, and later ones would show it twice.
        string text = exception.Recommendation is { } remedy ? $"{exception.Message} {remedy}" : exception.Message;
        return new ErrorRecord(exception, id, category, target) { ErrorDetails = new ErrorDetails(text) };
    }

    private static ErrorCategory Category(RdsBackupErrorKind kind) => kind switch
    {
        RdsBackupErrorKind.InvalidInput => ErrorCategory.InvalidArgument,
        RdsBackupErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        RdsBackupErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
        RdsBackupErrorKind.Authentication => ErrorCategory.AuthenticationError,
        RdsBackupErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        RdsBackupErrorKind.Connection => ErrorCategory.ConnectionError,
        RdsBackupErrorKind.Throttled => ErrorCategory.LimitsExceeded,
        RdsBackupErrorKind.CorruptData => ErrorCategory.InvalidData,
        RdsBackupErrorKind.NotSupported => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.ResourceUnavailable,
    };
}
