namespace RdsBackup;

/// <summary>What the listings of both clouds have in common.</summary>
public static class RowListing
{
    /// <summary>The rows; none when the API says that it does not know what is asked for.</summary>
    public static async IAsyncEnumerable<T> EmptyWhenNotFoundAsync<T>(this IAsyncEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        IAsyncEnumerator<T> row = rows.GetAsyncEnumerator();
        await using (row.ConfigureAwait(false))
        {
            while (await MoveNextAsync(row).ConfigureAwait(false))
            {
                yield return row.Current;
            }
        }
    }

    private static async Task<bool> MoveNextAsync<T>(IAsyncEnumerator<T> row)
    {
        try
        {
            return await row.MoveNextAsync().ConfigureAwait(false);
        }
        catch (RdsBackupException failure) when (failure.Kind == RdsBackupErrorKind.NotFound)
        {
            return false;
        }
    }
}
