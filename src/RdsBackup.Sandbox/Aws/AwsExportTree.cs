using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace RdsBackup.Sandbox;

/// <summary>What an export leaves in its bucket: export_info, export_tables_info, and per table its Parquet files and markers.</summary>
internal sealed class AwsExportTree(AwsExportRequest export, byte[] parquet, S3Store s3)
{
    private readonly S3Attributes _attributes = new() { ServerSideEncryption = "aws:kms", KmsKeyId = export.KmsKeyArn };
    private readonly List<AwsExportedTable> _tables = [.. export.Tables];

    /// <summary>Writes all of it.</summary>
    /// <returns>Whether the bucket is there.</returns>
    public bool TryWrite(DateTimeOffset started, DateTimeOffset ended)
    {
        if (s3.Find(export.Bucket) is null)
        {
            return false;
        }

        for (int index = 0; index < _tables.Count; index++)
        {
            WriteTable(_tables[index], isFirst: index == 0);
        }

        WriteTablesInfo(started, ended);
        if (!Has(AwsExportDamage.NoExportInfo))
        {
            Put($"export_info_{export.Id}.json", DescribeExport(started, ended));
        }

        return true;
    }

    private void WriteTable(AwsExportedTable table, bool isFirst)
    {
        int files = isFirst && Has(AwsExportDamage.NoFiles) ? 0 : table.Files;
        for (int batch = 1; batch <= table.Batches; batch++)
        {
            string folder = $"{table.Database}/{table.Schema}.{table.Name}/" + (export.Plan.UsesOldNames ? "" : $"{batch}/");
            for (int file = 0; file < files; file++)
            {
                // Partition numbers have gaps where a range of keys was empty.
                int number = ((batch - 1) * files) + file + (file > 0 ? 1 : 0);
                string name = string.Create(CultureInfo.InvariantCulture, $"part-{number:D5}-{Guid.NewGuid()}-c000.gz.parquet");
                Put(folder + name, isFirst && batch == 1 && file == 0 ? Damaged(parquet) : parquet);
            }

            if (!isFirst || !Has(AwsExportDamage.NoSuccessMarker))
            {
                Put($"{folder}_SUCCESS", Array.Empty<byte>());
            }
        }
    }

    private byte[] Damaged(byte[] file)
    {
        byte[] bytes = [.. file.AsSpan(0, Has(AwsExportDamage.TruncatedFile) ? file.Length / 2 : file.Length)];
        bytes[0] ^= Has(AwsExportDamage.WrongMagic) ? (byte)1 : (byte)0;
        return bytes;
    }

    private void WriteTablesInfo(DateTimeOffset started, DateTimeOffset ended)
    {
        List<AwsExportedTable> listed = Has(AwsExportDamage.DuplicateTable) ? [.. _tables, .. _tables.Take(1)] : _tables;
        int from = 1;
        foreach (AwsExportedTable[] chunk in listed.Chunk(export.Plan.TablesPerInfo))
        {
            int to = from + chunk.Length - 1;
            if (from > 1 || !Has(AwsExportDamage.GapInTablesInfo))
            {
                Put($"export_tables_info_{export.Id}_from_{from}_to_{to}.json", new JsonObject
                {
                    ["perTableStatus"] = new JsonArray([.. chunk.Select(table => DescribeTable(table, started, ended))]),
                });
            }

            from = to + 1;
        }
    }

    private JsonObject DescribeExport(DateTimeOffset started, DateTimeOffset ended) => new()
    {
        ["exportTaskIdentifier"] = Has(AwsExportDamage.ForeignExportInfo) ? "another-task" : export.Id,
        ["sourceArn"] = export.SourceArn,
        ["exportOnly"] = new JsonArray([.. export.ExportOnly.Select(entry => JsonValue.Create(entry))]),
        ["snapshotTime"] = S3Call.Time(export.SnapshotTime),
        ["taskStartTime"] = S3Call.Time(started),
        ["taskEndTime"] = S3Call.Time(ended),
        ["s3Bucket"] = export.Bucket,
        ["s3Prefix"] = export.Prefix,
        ["exportedFilesPath"] = export.Folder,
        ["iamRoleArn"] = export.RoleArn,
        ["kmsKeyId"] = export.KmsKeyArn,
        ["status"] = "COMPLETE",
        ["percentProgress"] = 100,
        ["totalExtractedDataInGB"] = export.SizeInGB,
        ["warningMessage"] = export.Plan.WarningMessage,
    };

    private JsonObject DescribeTable(AwsExportedTable table, DateTimeOffset started, DateTimeOffset ended) => new()
    {
        ["tableStatistics"] = new JsonObject
        {
            ["extractionStartTime"] = S3Call.Time(started),
            ["extractionEndTime"] = S3Call.Time(ended),
            ["partitioningInfo"] = new JsonObject { ["numberOfPartitions"] = table.Batches, ["numberOfCompletedPartitions"] = table.Batches },
        },
        ["schemaMetadata"] = new JsonObject
        {
            // Numbers come as numbers and as text, as in real exports.
            ["originalTypeMappings"] = new JsonArray(
                new JsonObject { ["columnName"] = "id", ["originalType"] = "int", ["expectedExportedType"] = "int32", ["originalCharMaxLength"] = 0, ["originalNumPrecision"] = 10, ["originalDateTimePrecision"] = 0 },
                new JsonObject { ["columnName"] = "name", ["originalType"] = "varchar", ["expectedExportedType"] = "binary (UTF8)", ["originalCharMaxLength"] = "255", ["originalNumPrecision"] = "0", ["originalDateTimePrecision"] = "0" }),
        },
        ["status"] = table == _tables[0] && Has(AwsExportDamage.FailedTable) ? "FAILED" : table.Status,
        ["sizeGB"] = 0.1,
        ["target"] = table.Target,
    };

    private void Put(string name, JsonObject document) => Put(name, Encoding.UTF8.GetBytes(document.ToJsonString()));

    private void Put(string name, byte[] bytes) => s3.Put(export.Bucket, $"{export.Folder}/{name}", bytes, _attributes);

    private bool Has(AwsExportDamage damage) => export.Plan.Damage.HasFlag(damage);
}
