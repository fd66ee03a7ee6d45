using System.Text.RegularExpressions;
using System.Xml;
using Amazon.Runtime;
using RdsBackup.Diagnostics;
using RdsBackup.Network;

namespace RdsBackup.Aws;

/// <summary>Turns what went wrong with a call into the error a person reads.</summary>
/// <param name="region">The region that was asked.</param>
/// <param name="endpoint">Where it was asked.</param>
/// <param name="service">Whose call it was, as IAM actions begin.</param>
internal sealed partial class AwsRdsErrors(string region, Uri endpoint, string service = "rds")
{
    // What a call is about, the most telling first.
    private static readonly string[] Subjects =
    [
        "ExportTaskIdentifier", "TargetDBSnapshotIdentifier", "TargetDBClusterSnapshotIdentifier", "DBSnapshotIdentifier",
        "DBClusterSnapshotIdentifier", "DBInstanceIdentifier", "DBClusterIdentifier", "SourceArn", "ResourceName",
    ];

    /// <summary>What to do about a failure.</summary>
    public static AwsErrorClass Classify(AwsQueryRequest request, Exception exception) => exception switch
    {
        AmazonServiceException { StatusCode: not 0 } error => RuleOf(request, error).Class,
        _ when ConnectionFailure.MayPass(exception) => AwsErrorClass.Transient,
        _ => AwsErrorClass.Permanent,
    };

    /// <summary>Whether a look that failed with <paramref name="failure"/> is worth another after a while.</summary>
    public static bool MayPass(RdsBackupException failure) =>
        failure is AwsApiException { IsRetryable: true } || failure.Kind == RdsBackupErrorKind.Connection;

    /// <summary>The module's error for <paramref name="exception"/>.</summary>
    public RdsBackupException Translate(AwsQueryRequest request, Exception exception) => exception switch
    {
        RdsBackupException known => known,
        AmazonUnmarshallingException or XmlException => InvalidResponse(request, exception.GetBaseException().Message, exception),
        AmazonServiceException { StatusCode: not 0 } error => Translate(request, error),
        _ when ConnectionFailure.Is(exception) => Errors.Create(
            nameof(Messages.AwsUnreachable), RdsBackupErrorKind.Connection, exception,
            request.Action, endpoint.Authority, exception.GetBaseException().Message),
        _ => Errors.Create(
            nameof(Messages.AwsCredentialsNotFound), RdsBackupErrorKind.Authentication, exception, exception.Message),
    };

    /// <summary>The error for a page that names one that was there before as the next.</summary>
    public RdsBackupException RepeatedPage(AwsQueryRequest request) =>
        Errors.Create(nameof(Messages.AwsListRepeats), RdsBackupErrorKind.Service, request.Action, endpoint.Authority);

    private RdsBackupException Translate(AwsQueryRequest request, AmazonServiceException error)
    {
        AwsErrorRule rule = RuleOf(request, error);
        string code = AwsErrorRules.Normalize(error.ErrorCode ?? "");
        if (code.Length == 0 && rule.Class == AwsErrorClass.Permanent)
        {
            return InvalidResponse(request, error.Message, error);
        }

        object?[] arguments =
        [
            $"{service}:{request.Action}", // {0}
            rule.Subjects.Concat(Subjects).Select(name => request.Body[name]).FirstOrDefault(value => value is not null) ?? region, // {1}
            region, // {2}
            error.Message, // {3}
            code.Length > 0 ? code : (int)error.StatusCode, // {4}
            error.RequestId ?? "-", // {5}
            DeniedAction().Match(error.Message) is { Success: true } match ? match.Groups[1].Value : $"{service}:{request.Action}", // {6}
        ];
        return new AwsApiException(
            rule.Id, rule.Kind, Errors.Text(rule.Id, arguments), Errors.Remedy(rule.Id, arguments), code, error.RequestId, (int)error.StatusCode, RedactedException.Of(error))
        {
            IsRetryable = rule.Class != AwsErrorClass.Permanent,
        };
    }

    private RdsBackupException InvalidResponse(AwsQueryRequest request, string reason, Exception cause) => Errors.Create(
        nameof(Messages.AwsInvalidResponse), RdsBackupErrorKind.Service, cause, request.Action, endpoint.Authority, reason);

    private static AwsErrorRule RuleOf(AwsQueryRequest request, AmazonServiceException error) =>
        AwsErrorRules.Find(AwsErrorRules.Normalize(error.ErrorCode ?? ""), (int)error.StatusCode, request.Action);

    // User: arn:… is not authorized to perform: iam:PassRole on resource: arn:…
    [GeneratedRegex(@"not authorized to perform:? ([a-z0-9-]+:[A-Za-z]+)", RegexOptions.CultureInvariant)]
    private static partial Regex DeniedAction();
}
