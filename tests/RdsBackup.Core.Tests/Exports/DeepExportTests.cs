using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using Parquet;
using Parquet.Schema;
using RdsBackup.Exports;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Exports;

/// <summary>The footers of the files of an export, read from an emulated S3.</summary>
public sealed class DeepExportTests
{
    [Fact]
    public async Task Rows_are_told_for_each_table_by_name()
    {
        await using ExportScene scene = await ExportScene.CreateAsync(new AwsExportPlan
        {
            Tables = [new("shop", "public", "orders") { Files = 3, Batches = 2 }, new("shop", "public", "customers"), new("crm", "dbo", "empty") { Files = 0 }],
            RowsPerFile = 1000,
        });

        AwsSnapshotExportTestResult result = await scene.TestAsync(deep: true);

        Assert.Equal((true, true, 7000), (result.IsValid, result.IsDeep, result.RowCount));
        Assert.Equal(
            [("crm.dbo.empty", 0L, 0), ("shop.public.customers", 1000L, 1), ("shop.public.orders", 6000L, 6)],
            result.Tables.Select(table => (table.Table, table.RowCount, table.FileCount)));
        Assert.Equal(result.TotalBytes, result.Tables.Sum(table => table.TotalBytes));
    }

    [Fact]
    public async Task Without_deep_no_rows_are_told()
    {
        await using ExportScene scene = await ExportScene.CreateAsync();

        AwsSnapshotExportTestResult result = await scene.TestAsync();

        Assert.Equal((false, null, 0), (result.IsDeep, result.RowCount, result.Tables.Count));
    }

    [Fact]
    public async Task Of_a_large_file_only_the_ends_are_read()
    {
        await using ExportScene scene = await ExportScene.CreateAsync();
        byte[] file = await WriteAsync(rowGroups: 40, rowsOfEach: 20_000);
        scene.Cloud.S3.Put(ExportScene.Bucket, scene.Key(".parquet"), file);
        ConcurrentQueue<long> ranges = [];
        scene.Cloud.S3.Faults.Add(request =>
        {
            if (request.Headers.TryGetValue("Range", out string? range) && range.StartsWith("bytes=", StringComparison.Ordinal))
            {
                string[] ends = range["bytes=".Length..].Split('-');
                ranges.Enqueue(long.Parse(ends[1], CultureInfo.InvariantCulture) - long.Parse(ends[0], CultureInfo.InvariantCulture) + 1);
            }

            return null;
        });

        AwsSnapshotExportTestResult result = await scene.TestAsync(deep: true);

        Assert.True(file.Length > 2_000_000, $"The file has only {file.Length} bytes.");
        Assert.Equal("OK", result.Summary);
        Assert.Contains(result.Tables, table => table.RowCount >= 800_000);
        Assert.True(ranges.Sum() < file.Length / 4, $"{ranges.Sum()} bytes were read.");
    }

    [Fact]
    public async Task A_footer_larger_than_the_end_that_is_read_at_once_is_read_too()
    {
        await using ExportScene scene = await ExportScene.CreateAsync(new AwsExportPlan { Tables = [new("d", "d", "t")] });
        byte[] file = await WriteAsync(rowGroups: 1500, rowsOfEach: 1);
        Assert.True(BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - 8)) > 64 * 1024);
        scene.Cloud.S3.Put(ExportScene.Bucket, scene.Key(".parquet"), file);

        AwsSnapshotExportTestResult result = await scene.TestAsync(deep: true);

        Assert.Equal(("OK", 1500), (result.Summary, result.RowCount));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_footer_of_another_length_is_found(int length)
    {
        await using ExportScene scene = await ExportScene.CreateAsync();
        await scene.ChangeAsync(scene.Key(".parquet"), file =>
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(file.Length - 8), length);
            return file;
        });

        AwsSnapshotExportTestResult result = await scene.TestAsync(deep: true);

        Assert.Equal((ExportFindingCode.ParquetFooterInvalid, FindingSeverity.Error), (Assert.Single(result.Findings).Code, result.Findings[0].Severity));
        Assert.Equal("OK", (await scene.TestAsync()).Summary); // its ends are as they should be
    }

    [Fact]
    public async Task A_footer_of_other_bytes_is_found_and_the_rows_of_the_others_are_told()
    {
        await using ExportScene scene = await ExportScene.CreateAsync(new AwsExportPlan { Tables = [new("d", "d", "t") { Files = 2 }], RowsPerFile = 10 });
        string key = scene.Key(".parquet");
        await scene.ChangeAsync(key, file =>
        {
            int footer = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - 8));
            file.AsSpan(file.Length - 8 - footer, footer).Fill(0xFF);
            return file;
        });

        AwsSnapshotExportTestResult result = await scene.TestAsync(deep: true);

        BackupFinding finding = Assert.Single(result.Findings);
        Assert.Equal(ExportFindingCode.ParquetFooterInvalid, finding.Code);
        Assert.Contains(key, finding.Message, StringComparison.Ordinal);
        Assert.Equal(10, result.RowCount);
    }

    [Theory]
    [InlineData("my.shop", "public", "orders")]
    [InlineData("my.shop.eu", "my.shop.eu", "a.b")]
    [InlineData("shop", "public", "dotted.name")]
    public async Task Names_may_have_dots(string database, string schema, string table)
    {
        await using ExportScene scene = await ExportScene.CreateAsync(new AwsExportPlan { Tables = [new(database, schema, table)], RowsPerFile = 7 });

        AwsSnapshotExportTestResult result = await scene.TestAsync(deep: true);

        Assert.Equal(("OK", 7), (result.Summary, result.RowCount));
        Assert.Equal("OK", (await scene.TestAsync()).Summary);
    }

    [Fact]
    public async Task Progress_counts_up_to_all_tables()
    {
        await using ExportScene scene = await ExportScene.CreateAsync();
        ConcurrentQueue<ExportTestProgress> seen = [];

        await scene.TestAsync(deep: true, onProgress: seen.Enqueue);

        Assert.Contains(new ExportTestProgress(3, 3, 3), seen);
        Assert.All(seen, progress => Assert.Equal(3, progress.AllTables));
    }

    private static async Task<byte[]> WriteAsync(int rowGroups, int rowsOfEach)
    {
        DataField<int> id = new("id");
        using MemoryStream target = new();
        ParquetOptions options = new() { CompressionMethod = CompressionMethod.None };
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(id), target, options, cancellationToken: ExportScene.Token))
        {
            for (int index = 0; index < rowGroups; index++)
            {
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                await group.WriteAsync<int>(id, Enumerable.Range(0, rowsOfEach).ToArray(), cancellationToken: ExportScene.Token);
                group.CompleteValidate();
            }
        }

        return target.ToArray();
    }
}
