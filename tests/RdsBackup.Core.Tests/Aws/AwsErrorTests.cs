using System.Globalization;
using System.Text;
using RdsBackup.Aws;
using RdsBackup.Core.Tests.Scripting;

namespace RdsBackup.Core.Tests.Aws;

/// <summary>Each documented error code, and what becomes of it.</summary>
public sealed class AwsErrorTests
{
    private const string SnapshotArn = "arn:aws:rds:us-east-1:123456789012:snapshot:rds:mydb-2026-01-02-03-04";

    // Code, status and operation as documented → id, kind, whether it may be retried later, what the message names.
    public static TheoryData<string, int, string, string, RdsBackupErrorKind, bool, string> Documented => new()
    {
        { "DBInstanceNotFound", 404, "DescribeDBInstances", "AwsInstanceNotFound", RdsBackupErrorKind.NotFound, false, "'mydb'" },
        { "DBInstanceNotFound", 404, "CreateDBSnapshot", "AwsInstanceNotFound", RdsBackupErrorKind.NotFound, false, "'mydb'" },
        { "DBClusterNotFoundFault", 404, "DescribeDBClusters", "AwsClusterNotFound", RdsBackupErrorKind.NotFound, false, "'mycluster'" },
        { "DBSnapshotNotFound", 404, "DescribeDBSnapshots", "AwsSnapshotNotFound", RdsBackupErrorKind.NotFound, false, "'s'" },
        { "DBSnapshotNotFound", 404, "CopyDBSnapshot", "AwsSnapshotNotFound", RdsBackupErrorKind.NotFound, false, "'source'" },
        { "DBSnapshotNotFound", 404, "StartExportTask", "AwsSnapshotNotFound", RdsBackupErrorKind.NotFound, false, SnapshotArn },
        { "DBClusterSnapshotNotFoundFault", 404, "DescribeDBClusterSnapshots", "AwsSnapshotNotFound", RdsBackupErrorKind.NotFound, false, "'s'" },
        { "ExportTaskNotFound", 404, "CancelExportTask", "AwsExportNotFound", RdsBackupErrorKind.NotFound, false, "'task'" },
        { "CustomAvailabilityZoneNotFound", 404, "CopyDBSnapshot", "AwsNotFound", RdsBackupErrorKind.NotFound, false, "'target'" },
        { "DBSnapshotAlreadyExists", 400, "CreateDBSnapshot", "AwsSnapshotExists", RdsBackupErrorKind.AlreadyExists, false, "'s'" },
        { "DBSnapshotAlreadyExists", 400, "CopyDBSnapshot", "AwsSnapshotExists", RdsBackupErrorKind.AlreadyExists, false, "'target'" },
        { "DBClusterSnapshotAlreadyExistsFault", 400, "CreateDBClusterSnapshot", "AwsSnapshotExists", RdsBackupErrorKind.AlreadyExists, false, "'s'" },
        { "ExportTaskAlreadyExists", 400, "StartExportTask", "AwsExportExists", RdsBackupErrorKind.AlreadyExists, false, "'task'" },
        { "InvalidDBInstanceState", 400, "CreateDBSnapshot", "AwsInstanceState", RdsBackupErrorKind.NotSupported, true, "'mydb'" },
        { "InvalidDBClusterStateFault", 400, "CreateDBClusterSnapshot", "AwsInstanceState", RdsBackupErrorKind.NotSupported, true, "'mycluster'" },
        { "InvalidDBSnapshotState", 400, "CopyDBSnapshot", "AwsSnapshotState", RdsBackupErrorKind.NotSupported, true, "'source'" },
        { "InvalidDBClusterSnapshotStateFault", 400, "CopyDBClusterSnapshot", "AwsSnapshotState", RdsBackupErrorKind.NotSupported, true, "'source'" },
        { "InvalidExportSourceState", 400, "StartExportTask", "AwsExportSourceState", RdsBackupErrorKind.NotSupported, true, SnapshotArn },
        { "InvalidExportTaskStateFault", 400, "CancelExportTask", "AwsExportEnded", RdsBackupErrorKind.NotSupported, false, "'task'" },
        { "SnapshotQuotaExceeded", 400, "CreateDBSnapshot", "AwsSnapshotQuota", RdsBackupErrorKind.Throttled, false, "us-east-1" },
        { "InvalidS3BucketFault", 400, "StartExportTask", "AwsExportBucketInvalid", RdsBackupErrorKind.InvalidInput, false, "'bucket'" },
        { "IamRoleNotFound", 404, "StartExportTask", "AwsExportRoleNotFound", RdsBackupErrorKind.NotFound, false, "'arn:aws:iam::123456789012:role/exporter'" },
        { "IamRoleMissingPermissions", 400, "StartExportTask", "AwsExportRoleDenied", RdsBackupErrorKind.PermissionDenied, false, "'arn:aws:iam::123456789012:role/exporter'" },
        { "InvalidExportOnly", 400, "StartExportTask", "AwsExportOnlyInvalid", RdsBackupErrorKind.InvalidInput, false, "'db1, db2.t1'" },
        { "KMSKeyNotAccessibleFault", 400, "StartExportTask", "AwsKeyNotAccessible", RdsBackupErrorKind.PermissionDenied, false, "'alias/key'" },
        { "KMSKeyNotAccessibleFault", 400, "CopyDBSnapshot", "AwsKeyNotAccessible", RdsBackupErrorKind.PermissionDenied, false, "'target'" },
        { "LimitExceededException", 400, "StartExportTask", "AwsExportLimit", RdsBackupErrorKind.Throttled, true, "'task'" },
        { "Throttling", 400, "DescribeDBInstances", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:DescribeDBInstances" },
        { "ThrottlingException", 400, "DescribeDBInstances", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:DescribeDBInstances" },
        { "ThrottledException", 400, "DescribeDBInstances", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:DescribeDBInstances" },
        { "RequestThrottled", 400, "DescribeDBInstances", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:DescribeDBInstances" },
        { "RequestThrottledException", 400, "DescribeDBInstances", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:DescribeDBInstances" },
        { "RequestLimitExceeded", 503, "StartExportTask", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:StartExportTask" },
        { "RequestLimitExceeded", 400, "StartExportTask", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:StartExportTask" },
        { "TooManyRequestsException", 429, "DescribeDBInstances", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:DescribeDBInstances" },
        { "BandwidthLimitExceeded", 400, "DescribeDBInstances", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:DescribeDBInstances" },
        { "SlowDown", 503, "DescribeDBInstances", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:DescribeDBInstances" },
        { "PriorRequestNotComplete", 400, "DescribeDBInstances", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:DescribeDBInstances" },
        { "LimitExceededException", 400, "DescribeDBInstances", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:DescribeDBInstances" },
        { "ProvisionedThroughputExceededException", 400, "DescribeDBInstances", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:DescribeDBInstances" },
        { "TransactionInProgressException", 400, "DescribeDBInstances", "AwsThrottled", RdsBackupErrorKind.Throttled, true, "rds:DescribeDBInstances" },
        { "InternalFailure", 500, "DescribeDBInstances", "AwsServiceError", RdsBackupErrorKind.Service, true, "'mydb'" },
        { "ServiceUnavailable", 503, "DescribeDBInstances", "AwsServiceError", RdsBackupErrorKind.Service, true, "'mydb'" },
        { "RequestTimeout", 400, "DescribeDBInstances", "AwsServiceError", RdsBackupErrorKind.Service, true, "'mydb'" },
        { "RequestTimeoutException", 400, "DescribeDBInstances", "AwsServiceError", RdsBackupErrorKind.Service, true, "'mydb'" },
        { "ExpiredToken", 403, "DescribeDBInstances", "AwsTokenExpired", RdsBackupErrorKind.Authentication, false, "Reason of the server" },
        { "ExpiredTokenException", 403, "DescribeDBInstances", "AwsTokenExpired", RdsBackupErrorKind.Authentication, false, "Reason of the server" },
        { "RequestExpired", 400, "DescribeDBInstances", "AwsClockSkew", RdsBackupErrorKind.Authentication, false, "clock" },
        { "RequestTimeTooSkewed", 403, "DescribeDBInstances", "AwsClockSkew", RdsBackupErrorKind.Authentication, false, "clock" },
        { "RequestInTheFuture", 403, "DescribeDBInstances", "AwsClockSkew", RdsBackupErrorKind.Authentication, false, "clock" },
        { "SignatureDoesNotMatch", 403, "DescribeDBInstances", "AwsCredentialsInvalid", RdsBackupErrorKind.Authentication, false, "'mydb'" },
        { "InvalidSignatureException", 403, "DescribeDBInstances", "AwsCredentialsInvalid", RdsBackupErrorKind.Authentication, false, "'mydb'" },
        { "AuthFailure", 403, "DescribeDBInstances", "AwsCredentialsInvalid", RdsBackupErrorKind.Authentication, false, "'mydb'" },
        { "InvalidClientTokenId", 403, "DescribeDBInstances", "AwsCredentialsInvalid", RdsBackupErrorKind.Authentication, false, "'mydb'" },
        { "IncompleteSignature", 400, "DescribeDBInstances", "AwsCredentialsInvalid", RdsBackupErrorKind.Authentication, false, "'mydb'" },
        { "MissingAuthenticationToken", 403, "DescribeDBInstances", "AwsCredentialsInvalid", RdsBackupErrorKind.Authentication, false, "'mydb'" },
        { "AccessDenied", 403, "DescribeDBInstances", "AwsAccessDenied", RdsBackupErrorKind.PermissionDenied, false, "rds:DescribeDBInstances" },
        { "AccessDeniedException", 400, "DescribeDBInstances", "AwsAccessDenied", RdsBackupErrorKind.PermissionDenied, false, "rds:DescribeDBInstances" },
        { "UnauthorizedOperation", 403, "DescribeDBInstances", "AwsAccessDenied", RdsBackupErrorKind.PermissionDenied, false, "rds:DescribeDBInstances" },
        { "NotAuthorized", 400, "DescribeDBInstances", "AwsAccessDenied", RdsBackupErrorKind.PermissionDenied, false, "rds:DescribeDBInstances" },
        { "OptInRequired", 403, "DescribeDBInstances", "AwsRegionDisabled", RdsBackupErrorKind.PermissionDenied, false, "us-east-1" },
        { "InvalidParameterValue", 400, "DescribeDBInstances", "AwsInvalidParameter", RdsBackupErrorKind.InvalidInput, false, "Reason of the server" },
        { "InvalidParameterCombination", 400, "DescribeDBSnapshots", "AwsInvalidParameter", RdsBackupErrorKind.InvalidInput, false, "Reason of the server" },
        { "MissingParameter", 400, "DescribeDBInstances", "AwsInvalidParameter", RdsBackupErrorKind.InvalidInput, false, "Reason of the server" },
        { "ValidationError", 400, "DescribeDBInstances", "AwsInvalidParameter", RdsBackupErrorKind.InvalidInput, false, "Reason of the server" },
        { "InvalidAction", 400, "DescribeDBInstances", "AwsInvalidParameter", RdsBackupErrorKind.InvalidInput, false, "Reason of the server" },
        { "MalformedQueryString", 404, "DescribeDBInstances", "AwsInvalidParameter", RdsBackupErrorKind.InvalidInput, false, "Reason of the server" },
    };

    // AWS does not document what these are called; the first is how the limit of running exports is told.
    public static TheoryData<string, int, string, string, RdsBackupErrorKind, bool, string> Undocumented => new()
    {
        { "ExportTaskLimitReachedFault", 400, "StartExportTask", "AwsExportLimit", RdsBackupErrorKind.Throttled, true, "'task'" },
        { "SharedSnapshotQuotaExceeded", 400, "CopyDBSnapshot", "AwsLimitExceeded", RdsBackupErrorKind.Throttled, true, "rds:CopyDBSnapshot" },
        { "SomethingForbidden", 403, "DescribeDBInstances", "AwsAccessDenied", RdsBackupErrorKind.PermissionDenied, false, "rds:DescribeDBInstances" },
        { "NeverHeardOf", 400, "DescribeDBInstances", "AwsServiceError", RdsBackupErrorKind.Service, false, "NeverHeardOf" },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Documented))]
    [MemberData(nameof(Undocumented))]
    public async Task A_code_has_its_id_its_kind_and_its_chance(
        string code, int status, string operation, string id, RdsBackupErrorKind kind, bool isRetryable, string named)
    {
        string bare = AwsErrorRules.Normalize(code);
        foreach (string spelling in new[] { bare, bare + "Fault" })
        {
            AwsApiException error = await RefusedAsync(operation, status, spelling, "Reason of the server");

            Assert.Equal((id, kind, isRetryable), (error.ErrorId, error.Kind, error.IsRetryable));
            Assert.Equal((bare, "r-9", status), (error.Code, error.RequestId, error.HttpStatus));
            Assert.Contains(named, error.Message, StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(error.Recommendation));
        }
    }

    [Fact]
    public void Every_code_the_client_knows_is_tested_here() => Assert.Empty(
        AwsErrorRules.ByCode.Keys.Except(Documented.Select(row => AwsErrorRules.Normalize(row.Data.Item1))));

    [Theory]
    [InlineData("User: arn:aws:iam::1:user/u is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/r", "iam:PassRole")]
    [InlineData("User: arn:aws:iam::1:user/u is not authorized to perform: kms:CreateGrant on this key", "kms:CreateGrant")]
    [InlineData("Denied.", "rds:StartExportTask")]
    public async Task The_missing_permission_is_named(string message, string permission)
    {
        AwsApiException error = await RefusedAsync("StartExportTask", 403, "AccessDenied", message);

        Assert.StartsWith($"AWS denies {permission} to", error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Grant {permission} to", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_that_a_server_echoes_are_masked()
    {
        AwsApiException error = await RefusedAsync(
            "DescribeDBInstances", 403, "SignatureDoesNotMatch", "The string was X-Amz-Security-Token=FwoGZXIvYXdzEBYaD&amp;X-Amz-Signature=0123456789abcdef");

        Assert.DoesNotContain("FwoGZXIvYXdzEBYaD", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_id_of_the_header_serves_when_the_body_has_none()
    {
        await using AwsScene scene = await AwsScene.SetAsync(_ =>
            new ScriptedAnswer(400, "<ErrorResponse><Error><Code>InvalidParameterValue</Code></Error></ErrorResponse>").WithHeader("x-amzn-RequestId", "h-1"));

        AwsApiException error = await Assert.ThrowsAsync<AwsApiException>(() => CallAsync(scene.Client, "DescribeDBInstances"));

        Assert.Equal(("InvalidParameterValue", "h-1"), (error.Code, error.RequestId));
    }

    [Fact]
    public async Task The_documentation_shows_what_a_person_sees()
    {
        string actual = await DocumentAsync();
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "aws-errors.md"), actual, Token); // to be copied when it has changed

        string written = await File.ReadAllTextAsync(RepositoryFolder.PathOf("docs", "aws-errors.md"), Token);

        Assert.Equal(actual.ReplaceLineEndings(), written.ReplaceLineEndings());
    }

    private static async Task<string> DocumentAsync()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-US");
        StringBuilder text = new();
        text.Append(
            """
            # Errors of Amazon RDS

            Each documented error code of the API, and what a person sees: the id that scripts match on (the first part of `FullyQualifiedErrorId`),
            the kind, whether the same call may succeed later without anything being changed (`IsRetryable`; throttling and failures of the service were
            by then waited out and tried again), the message, and what to do. `AwsErrorTests` makes this page (aws-errors.md in its output folder) and compares it.

            A code counts with and without the suffix `Fault`. Codes that are not listed: any that ends in `NotFound` is `AwsNotFound`; with `Limit` or
            `Quota` in it, of StartExportTask `AwsExportLimit`, else `AwsLimitExceeded`; status 403 is `AwsAccessDenied`, 429 `AwsThrottled`, 500 and
            above `AwsServiceError`. An answer that is not the API's is `AwsInvalidResponse`, none at all `AwsUnreachable`.


            """.ReplaceLineEndings("\n"));
        text.Append("| Codes | Operation | Id | Kind | Later? | Message, and what to do |\n|---|---|---|---|---|---|\n");
        foreach (var alike in Documented.Select(row => row.Data).GroupBy(row => (row.Item3, row.Item4, row.Item6)))
        {
            (string code, int status, string operation, _, _, _, _) = alike.First();
            AwsApiException error = await RefusedAsync(operation, status, code, "…");
            string codes = string.Join(", ", alike.Select(row => row.Item1).Distinct());
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {codes} | {operation} | {error.ErrorId} | {error.Kind} | {(error.IsRetryable ? "yes" : "no")} | {error.Message}<br>{error.Recommendation} |\n");
        }

        return text.ToString();
    }

    private static async Task<AwsApiException> RefusedAsync(string operation, int status, string code, string message)
    {
        await using AwsScene scene = await AwsScene.SetAsync(_ => AwsScene.Error(status, code, message));
        return await Assert.ThrowsAsync<AwsApiException>(() => CallAsync(scene.Client, operation));
    }

    private static Task CallAsync(AwsRdsClient client, string operation) => operation switch
    {
        "DescribeDBInstances" => client.DescribeDBInstancesAsync(new AwsInstanceQuery("mydb"), Token).CountAsync(Token).AsTask(),
        "DescribeDBClusters" => client.DescribeDBClustersAsync(new AwsInstanceQuery("mycluster"), Token).CountAsync(Token).AsTask(),
        "DescribeDBSnapshots" => client.DescribeDBSnapshotsAsync(new AwsSnapshotQuery(SnapshotId: "s"), Token).CountAsync(Token).AsTask(),
        "DescribeDBClusterSnapshots" => client.DescribeDBClusterSnapshotsAsync(new AwsSnapshotQuery(SnapshotId: "s"), Token).CountAsync(Token).AsTask(),
        "CreateDBSnapshot" => client.CreateDBSnapshotAsync(new AwsSnapshotRequest("s", "mydb"), Token),
        "CreateDBClusterSnapshot" => client.CreateDBClusterSnapshotAsync(new AwsSnapshotRequest("s", "mycluster"), Token),
        "CopyDBSnapshot" => client.CopyDBSnapshotAsync(new AwsSnapshotCopyRequest("source", "target"), Token),
        "CopyDBClusterSnapshot" => client.CopyDBClusterSnapshotAsync(new AwsSnapshotCopyRequest("source", "target"), Token),
        "CancelExportTask" => client.CancelExportTaskAsync("task", Token),
        "StartExportTask" => client.StartExportTaskAsync(
            new AwsExportRequest("task", SnapshotArn, "bucket", "arn:aws:iam::123456789012:role/exporter", "alias/key") { ExportOnly = ["db1", "db2.t1"] }, Token),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };
}
