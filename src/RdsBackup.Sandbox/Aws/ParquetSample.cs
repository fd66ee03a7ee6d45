using System.Collections.Concurrent;
using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace RdsBackup.Sandbox;

/// <summary>Genuine Parquet files, written once for each number of rows: two columns, pages compressed with gzip, as exports have them.</summary>
internal static class ParquetSample
{
    private static readonly ConcurrentDictionary<int, byte[]> Written = new();

    /// <summary>The bytes of a file.</summary>
    /// <param name="rows">How many rows, at least 0.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public static async Task<byte[]> WriteAsync(int rows, CancellationToken cancellationToken) =>
        Written.TryGetValue(rows, out byte[]? bytes) ? bytes : Written[rows] = await CreateAsync(rows, cancellationToken);

    private static async Task<byte[]> CreateAsync(int rows, CancellationToken cancellationToken)
    {
        DataField<int> id = new("id");
        DataField<string> name = new("name");
        using MemoryStream target = new();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(id, name), target, new ParquetOptions { CompressionMethod = CompressionMethod.Gzip }, cancellationToken: cancellationToken))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            int[] ids = [.. Enumerable.Range(1, rows)];
            await group.WriteAsync<int>(id, ids, cancellationToken: cancellationToken);
            await group.WriteAsync(name, ids.Select(row => string.Create(CultureInfo.InvariantCulture, $"row {row}")).ToList());
            group.CompleteValidate();
        }

        return target.ToArray();
    }
}
