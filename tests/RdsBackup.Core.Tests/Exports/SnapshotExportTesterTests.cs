using System.Globalization;
using RdsBackup.Exports;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Exports;

public sealed class SnapshotExportTesterTests
{
    private static readonly AwsExportPlan TwoBatches = new()
    {
        Tables = [new("shop", "public", "orders") { Files = 3, Batches = 2 }, new("shop", "public", "dotted.name"), new("crm", "dbo", "empty") { Files = 0 }],
        TablesPerInfo = 1,
    };

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_whole_export_has_no_findings_with_either_naming(bool usesOldNames, bool knowsTask)
    {
        await using ExportScene scene = await ExportScene.CreateAsync(TwoBatches with { UsesOldNames = usesOldNames });

        AwsSnapshotExportTestResult result = await (knowsTask ? scene.TestAsync() : scene.TestObjectsAsync("a/b/"));

        Assert.Empty(result.Findings);
        Assert.True(result.IsValid);
        Assert.Equal(("OK", 3, 7), (result.Summary, result.TableCount, result.FileCount));
        Assert.Equal(scene.Cloud.S3.Objects(ExportScene.Bucket).Where(IsParquet).Sum(item => item.Size), result.TotalBytes);
        Assert.Equal(knowsTask, result.Export is not null);
        Assert.Equal("a/b", result.Prefix);
    }

    [Fact]
    public async Task Lists_of_tables_are_taken_by_number_not_by_name()
    {
        AwsExportPlan plan = new() { Tables = [.. Enumerable.Range(1, 12).Select(number => new AwsExportedTable("d", "d", $"t{number}"))], TablesPerInfo = 1 };
        await using ExportScene scene = await ExportScene.CreateAsync(plan);

        AwsSnapshotExportTestResult result = await scene.TestAsync();

        Assert.Empty(result.Findings);
        Assert.Equal(12, result.TableCount);
    }

    [Theory]
    [InlineData(AwsExportDamage.NoSuccessMarker, ExportFindingCode.SuccessMarkerMissing, true)]
    [InlineData(AwsExportDamage.TruncatedFile, ExportFindingCode.ParquetTruncated, false)]
    [InlineData(AwsExportDamage.WrongMagic, ExportFindingCode.ParquetMagicMissing, false)]
    [InlineData(AwsExportDamage.NoExportInfo, ExportFindingCode.ExportInfoMissing, false)]
    [InlineData(AwsExportDamage.GapInTablesInfo, ExportFindingCode.TablesInfoMissing, false)]
    [InlineData(AwsExportDamage.FailedTable, ExportFindingCode.TableIncomplete, false)]
    [InlineData(AwsExportDamage.DuplicateTable, ExportFindingCode.TableDuplicate, false)]
    [InlineData(AwsExportDamage.ForeignExportInfo, ExportFindingCode.ExportInfoDiffers, false)]
    [InlineData(AwsExportDamage.NoFiles | AwsExportDamage.NoSuccessMarker, ExportFindingCode.TableMissing, false)]
    public async Task Each_damage_is_exactly_its_finding(AwsExportDamage damage, string code, bool isValid)
    {
        foreach (int tablesPerInfo in (int[])[1, 100])
        {
            await using ExportScene scene = await ExportScene.CreateAsync(new AwsExportPlan { Damage = damage, TablesPerInfo = tablesPerInfo });

            AwsSnapshotExportTestResult result = await scene.TestAsync();

            Assert.Equal(code, Assert.Single(result.Findings).Code);
            Assert.Equal((code, isValid), (result.Summary, result.IsValid));
            Assert.Contains($"s3://{ExportScene.Bucket}/{ExportScene.Root}", result.Findings[0].Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, ExportFindingCode.ParquetMagicMissing)]
    [InlineData(4, ExportFindingCode.ParquetTruncated)]
    [InlineData(11, ExportFindingCode.ParquetTruncated)]
    public async Task A_file_too_short_to_be_Parquet_is_found_whatever_it_holds(int length, string code)
    {
        await using ExportScene scene = await ExportScene.CreateAsync();
        await scene.ChangeAsync(scene.Key(".parquet"), _ => "PAR1PARPAR1"u8[..length].ToArray());

        Assert.Equal(code, Assert.Single((await scene.TestAsync()).Findings).Code);
    }

    [Fact]
    public async Task A_file_whose_last_four_bytes_are_others_is_found_and_named()
    {
        await using ExportScene scene = await ExportScene.CreateAsync();
        string key = scene.Key(".parquet");
        await scene.ChangeAsync(key, bytes => [.. bytes[..^1], (byte)'2']);

        BackupFinding finding = Assert.Single((await scene.TestAsync()).Findings);

        Assert.Equal(ExportFindingCode.ParquetTruncated, finding.Code);
        Assert.Contains($"s3://{ExportScene.Bucket}/{key}", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FAILED", 40, "The KMS key check failed.", ExportFindingCode.ExportFailed)]
    [InlineData("CANCELED", 40, null, ExportFindingCode.ExportCanceled)]
    [InlineData("CANCELING", 40, null, ExportFindingCode.ExportCanceled)]
    [InlineData("IN_PROGRESS", 40, null, ExportFindingCode.ExportUnfinished)]
    [InlineData("COMPLETE", 99, null, ExportFindingCode.ExportUnfinished)]
    public async Task A_task_that_is_not_complete_is_invalid_and_nothing_is_read(string status, int percent, string? cause, string code)
    {
        await using ExportScene scene = await ExportScene.CreateAsync();

        AwsSnapshotExportTestResult result = await scene.TestAsync(ExportScene.Export(status, percent, cause));

        BackupFinding finding = Assert.Single(result.Findings);
        Assert.Equal(code, finding.Code);
        Assert.Contains(cause ?? status, finding.Message, StringComparison.Ordinal);
        Assert.False(result.IsValid);
        Assert.DoesNotContain(scene.Cloud.S3.Requests, request => request.Operation == "GetObject");
    }

    [Theory]
    [InlineData("""{"skippedTables":["shop.huge"],"skippedObjectives":[],"general":[]}""", 1, "shop.huge")]
    [InlineData("""{"skippedTables":[],"skippedObjectives":["v"],"general":[{"reason":"FAILED_TO_EXTRACT_TABLES_LIST_FOR_DATABASE"}]}""", 2, "FAILED_TO_EXTRACT")]
    [InlineData("Something was left out.", 1, "Something was left out.")]
    [InlineData("""{"skippedTables":[],"skippedObjectives":[],"general":[]}""", 0, "")]
    public async Task What_the_warning_says_was_left_out_makes_the_export_invalid(string warning, int count, string named)
    {
        await using ExportScene scene = await ExportScene.CreateAsync(new AwsExportPlan { WarningMessage = warning });

        foreach (AwsSnapshotExportTestResult result in (AwsSnapshotExportTestResult[])[await scene.TestAsync(ExportScene.Export(warning: warning)), await scene.TestObjectsAsync()])
        {
            Assert.Equal(count, result.Findings.Count);
            Assert.All(result.Findings, finding => Assert.Equal(ExportFindingCode.ExportPartial, finding.Code));
            Assert.Contains(named, string.Concat(result.Findings.Select(finding => finding.Message)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"perTableStatus":[{"target":"shop.shop.orders","status":"COMPLETE","warningMessage":"slow"}]}""", ExportFindingCode.TableWarning)]
    [InlineData("""{"perTableStatus":[{"target":"shop","warningMessage":"PERMISSIONS_DO_NOT_EXIST"}]}""", ExportFindingCode.TableIncomplete)]
    [InlineData("""{"perTableStatus":[]}""", ExportFindingCode.ExportEmpty)]
    [InlineData("""{"perTableStatus":[{"target":"shop.shop.orders","sta""", ExportFindingCode.TablesInfoInvalid)]
    [InlineData("""{"perTableStatus":[{"status":"COMPLETE"}]}""", ExportFindingCode.TablesInfoInvalid)]
    [InlineData("""{"other":[]}""", ExportFindingCode.TablesInfoInvalid)]
    [InlineData("", ExportFindingCode.TablesInfoInvalid)]
    public async Task What_a_list_of_tables_says_or_fails_to_say_is_found(string list, string code)
    {
        await using ExportScene scene = await ExportScene.CreateAsync();
        scene.Put(scene.Key("_to_3.json"), list);

        Assert.Equal(code, Assert.Single((await scene.TestAsync()).Findings).Code);
    }

    [Fact]
    public async Task A_list_larger_than_any_buffer_is_read_with_numbers_as_text_and_members_in_any_order()
    {
        await using ExportScene scene = await ExportScene.CreateAsync();
        string columns = string.Join(',', Enumerable.Range(1, 5_000).Select(number => $$"""{"target":"x","columnName":"c{{number}}","originalNumPrecision":"{{number}}"}"""));
        scene.Put(
            scene.Key("_to_3.json"),
            $$"""{"version":"1","perTableStatus":[{"schemaMetadata":{"originalTypeMappings":[{{columns}}]},"sizeGB":"0.1","status":"COMPLETE","target":"shop.shop.orders"}],"more":[{"target":"y"}]}""");

        AwsSnapshotExportTestResult result = await scene.TestAsync();

        Assert.Empty(result.Findings);
        Assert.Equal((1, 2), (result.TableCount, result.FileCount));
    }

    [Fact]
    public async Task Reading_that_is_denied_is_one_error_that_names_the_rights()
    {
        await using ExportScene scene = await ExportScene.CreateAsync(TwoBatches);
        scene.Cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied", "Access Denied"), request => request.Operation == "GetObject" && request.Key.EndsWith(".parquet", StringComparison.Ordinal));

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => scene.TestAsync());

        Assert.Equal(("S3AccessDenied", RdsBackupErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.Contains("s3:GetObject", error.Recommendation, StringComparison.Ordinal);
        Assert.Contains("kms:Decrypt", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_passes_while_files_are_read_does_no_harm()
    {
        await using ExportScene scene = await ExportScene.CreateAsync(TwoBatches);
        Fault[] troubles = [Fault.SlowDown, new Fault { CutAfter = 2 }, new Fault { IgnoreRange = true }, Fault.Error(500, "InternalError")];
        int hits = 0;
        scene.Cloud.S3.Faults.Add(request => request.Operation == "GetObject" && request.Key.EndsWith(".parquet", StringComparison.Ordinal)
            && Interlocked.Increment(ref hits) is int hit && hit <= troubles.Length ? troubles[hit - 1] : null);

        Assert.Empty((await scene.TestAsync()).Findings);
        Assert.True(hits > troubles.Length);
    }

    [Fact(Timeout = 120_000)]
    public async Task Two_thousand_files_are_read_a_few_at_once_and_findings_of_one_kind_are_counted()
    {
        AwsExportPlan plan = new()
        {
            Tables = [new("d", "d", "large") { Files = 1_000 }, .. Enumerable.Range(1, 100).Select(number => new AwsExportedTable("d", "d", $"t{number}") { Files = 10 })],
            TablesPerInfo = 7,
        };
        await using ExportScene scene = await ExportScene.CreateAsync(plan);
        foreach (S3Object file in scene.Cloud.S3.Objects(ExportScene.Bucket).Where(IsParquet).Take(37))
        {
            await scene.ChangeAsync(file.Key, bytes => bytes[..^1]);
        }

        int running = 0, most = 0;
        TaskCompletionSource together = new(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Cloud.S3.Faults.Add(request => request.Operation == "GetObject" && request.Key.EndsWith(".parquet", StringComparison.Ordinal)
            ? new Fault { Before = CountAsync }
            : null);
        AwsSnapshotExportTestResult result = await scene.TestAsync();

        Assert.Equal((101, 2_000), (result.TableCount, result.FileCount));
        Assert.Equal(8, most);
        Assert.Equal(10, result.Findings.Count(finding => finding.Code == ExportFindingCode.ParquetTruncated));
        Assert.Contains(27.ToString(CultureInfo.InvariantCulture), Assert.Single(result.Findings, finding => finding.Code == ExportFindingCode.MoreFindings).Message, StringComparison.Ordinal);

        // The first eight wait for each other, so that eight must come at once; a ninth would find time to come, too.
        async Task CountAsync(CancellationToken _)
        {
            int now = Interlocked.Increment(ref running);
            lock (together)
            {
                most = Math.Max(most, now);
            }

            if (now == 8)
            {
                together.TrySetResult();
            }

            await together.Task.WaitAsync(TestContext.Current.CancellationToken);
            for (int turn = 0; turn < 20; turn++)
            {
                await Task.Yield();
            }

            Interlocked.Decrement(ref running);
        }
    }

    [Fact]
    public async Task Another_folder_says_what_is_missing_there()
    {
        await using ExportScene scene = await ExportScene.CreateAsync();

        AwsSnapshotExportTestResult result = await scene.TestObjectsAsync("elsewhere");

        Assert.Equal([ExportFindingCode.ExportInfoMissing, ExportFindingCode.TablesInfoMissing], result.Findings.Select(finding => finding.Code));
    }

    private static bool IsParquet(S3Object item) => item.Key.EndsWith(".parquet", StringComparison.Ordinal);
}
