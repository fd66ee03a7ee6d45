using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun;

/// <summary>
/// Walks a list that the API cuts into numbered pages, once. A page is fetched when its first row is wanted, every row comes once, and
/// rows that moved to another page because the list changed during the walk are found by walking again. Of the rows it only keeps a
/// hash of their keys, 16 bytes each.
/// </summary>
/// <param name="fetch">Fetches the page with a number, from 1 on.</param>
/// <param name="key">What identifies a row.</param>
/// <param name="stalled">Makes the error for a server that answers every page number with the same page.</param>
/// <param name="logger">Told when the list changed meanwhile.</param>
internal sealed class AliyunPager<T>(
    Func<int, CancellationToken, Task<AliyunPage<T>>> fetch, Func<T, string> key, Func<Exception> stalled, ILogger logger)
{
    private const int MostWalks = 3;

    // Rows that are added in front can push exactly one page onto the next number, but not again and again.
    private const int MostRepeatsOfAPage = 3;

    private readonly HashSet<UInt128> _seen = [];
    private long _total;
    private bool _shrank;

    /// <summary>The rows.</summary>
    public async IAsyncEnumerable<T> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int walk = 1; walk <= MostWalks; walk++)
        {
            _shrank = false;
            await foreach (T row in WalkAsync(cancellationToken))
            {
                yield return row;
            }

            if (!_shrank && _seen.Count >= _total)
            {
                yield break;
            }

            logger.LogInformation("The list changed while it was read: {Seen} rows seen of {Total}", _seen.Count, _total);
        }

        if (_seen.Count < _total)
        {
            logger.LogText(LogLevel.Warning, nameof(Messages.AliyunListIncomplete), _seen.Count, _total);
        }
    }

    // All pages from the first to the last; only rows that were not seen before.
    private async IAsyncEnumerable<T> WalkAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long rows = 0;
        int repeats = 0;
        UInt128 previous = default;
        for (int number = 1; ; number++)
        {
            AliyunPage<T> page = await fetch(number, cancellationToken);
            UInt128[] keys = [.. page.Rows.Select(row => Hash(key(row)))];
            NoteTotal(page.Total, isFirst: number == 1);
            for (int i = 0; i < keys.Length; i++)
            {
                if (_seen.Add(keys[i]))
                {
                    yield return page.Rows[i];
                }
            }

            rows += keys.Length;
            if (keys.Length == 0 || rows >= page.Total)
            {
                yield break;
            }

            UInt128 fingerprint = System.IO.Hashing.XxHash128.HashToUInt128(MemoryMarshal.AsBytes<UInt128>(keys));
            repeats = fingerprint == previous ? repeats + 1 : 0;
            previous = fingerprint;
            if (repeats == MostRepeatsOfAPage)
            {
                throw stalled();
            }
        }
    }

    private void NoteTotal(long? total, bool isFirst)
    {
        _shrank |= !isFirst && total < _total;
        _total = total ?? 0;
    }

    private static UInt128 Hash(string text) => System.IO.Hashing.XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()));
}
