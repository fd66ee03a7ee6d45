using System.Globalization;

namespace RdsBackup.Sandbox;

/// <summary>Any number of backups by arithmetic: row i started i intervals before the newest. Nothing is stored.</summary>
internal sealed record SyntheticBackups(DateTimeOffset Newest, TimeSpan Interval, long Count, OssObject File)
{
    private const long FirstId = 2_000_000_000;

    /// <summary>The rows that started in a window; none when the filter refuses such rows, which are all alike.</summary>
    public Window Between(DateTimeOffset from, DateTimeOffset to, Func<SandboxBackup, bool> matches)
    {
        // Ids are told apart row by row, everything else is the same for all.
        long first = to >= Newest ? 0 : (long)Math.Ceiling((Newest - to) / Interval);
        long last = from > Newest ? -1 : Math.Min(Count - 1, (long)Math.Floor((Newest - from) / Interval));
        return first > last || !matches(Row(first)) ? default : new Window(this, first, last - first + 1);
    }

    /// <summary>The row of a backup id; null when the id is of none.</summary>
    public SandboxBackup? Find(string id) =>
        long.TryParse(id, CultureInfo.InvariantCulture, out long number) && FirstId - number is var index && index >= 0 && index < Count ? Row(index) : null;

    private SandboxBackup Row(long index) => new()
    {
        Id = (FirstId - index).ToString(CultureInfo.InvariantCulture),
        Start = Newest - (Interval * index),
        End = Newest - (Interval * index) + (Interval / 2),
        File = File,
    };

    /// <summary>Consecutive rows.</summary>
    public readonly record struct Window(SyntheticBackups? Source, long First, long Count)
    {
        public IEnumerable<SandboxBackup> Rows(long skip, int take)
        {
            for (long index = skip; index < Count && index < skip + take; index++)
            {
                yield return Source!.Row(First + index);
            }
        }
    }
}
