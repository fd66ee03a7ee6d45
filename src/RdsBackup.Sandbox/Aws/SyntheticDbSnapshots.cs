using System.Globalization;

namespace RdsBackup.Sandbox;

/// <summary>Any number of manual snapshots by arithmetic: snapshot i is i intervals older than the newest. Nothing is stored.</summary>
internal sealed record SyntheticDbSnapshots(AwsDbInstance Instance, DateTimeOffset Newest, TimeSpan Interval, int Count)
{
    /// <summary>All of them, newest first.</summary>
    public IEnumerable<AwsDbSnapshot> Rows => Enumerable.Range(0, Count).Select(Row);

    private AwsDbSnapshot Row(int index) =>
        AwsDbSnapshot.Of(Instance, string.Create(CultureInfo.InvariantCulture, $"{Instance.Id}-synthetic-{index:D6}"), Newest - (Interval * index));
}
