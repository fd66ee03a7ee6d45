using System.Globalization;
using System.Reflection;
using CsCheck;
using RdsBackup.Validation;

namespace RdsBackup.Core.Tests.Validation;

public sealed class PureRuleTests
{
    private static readonly Gen<long[]> Sizes = Gen.Long[0, long.MaxValue].Array[1, 30];
    private static readonly Gen<DayOfWeek[]> Days = Gen.Int[0, 6].Select(day => (DayOfWeek)day).Array[1, 10];

    [Fact]
    public void The_median_has_as_many_values_below_as_above() => Sizes.Sample(sizes =>
    {
        double median = UsualSize.Median(sizes);
        return sizes.Count(size => size < median) <= sizes.Length / 2
            && sizes.Count(size => size > median) <= sizes.Length / 2
            && median >= sizes.Min() && median <= sizes.Max();
    });

    [Fact]
    public void The_median_does_not_depend_on_the_order() =>
        Gen.Select(Sizes, Gen.Int).Sample((sizes, seed) =>
        {
            long[] shuffled = [.. sizes];
            new Random(seed).Shuffle(shuffled);
            return UsualSize.Median(shuffled).Equals(UsualSize.Median(sizes));
        });

    [Fact]
    public void One_wild_size_does_not_move_the_median_beyond_its_neighbours() =>
        Gen.Long[1_000, 2_000].Array[5, 14].Sample(sizes => UsualSize.Median([.. sizes, long.MaxValue]) <= 2_000);

    [Fact]
    public void The_longest_pause_is_found_by_walking_two_weeks() => Days.Sample(days =>
    {
        int longest = 0, pause = 0;
        for (int day = (int)days[0] + 1; day <= (int)days[0] + 14; day++)
        {
            pause++;
            longest = Math.Max(longest, pause);
            pause = days.Contains((DayOfWeek)(day % 7)) ? 0 : pause;
        }

        return BackupSchedule.LongestPause(days) == TimeSpan.FromDays(longest);
    });

    [Fact]
    public void A_further_day_never_lengthens_the_longest_pause() => Gen.Select(Days, Gen.Int[0, 6]).Sample((days, day) =>
        BackupSchedule.LongestPause([.. days, (DayOfWeek)day]) <= BackupSchedule.LongestPause(days));

    [Theory]
    [InlineData("hins123_xb.qp", "qpress10")]
    [InlineData("hins123_qp.xb", "XBSTCK01")]
    [InlineData("old.qp", "qpress10")]
    [InlineData("a.xbstream", "XBSTCK01")]
    [InlineData("a.xb.gz", "\u001f\u008b\u0008")]
    [InlineData("a.tar.gz", "\u001f\u008b\u0008")]
    [InlineData("a.sql.gz", "\u001f\u008b\u0008")]
    [InlineData("A.TGZ", "\u001f\u008b\u0008")]
    [InlineData("db.zip", "PK\u0003\u0004")]
    [InlineData("db.bak", "TAPE")]
    [InlineData("db.bak", "MSSQLBAK")]
    public void A_file_begins_as_its_extension_promises(string name, string begins)
    {
        byte[] content = [.. begins.Select(letter => (byte)letter), .. new byte[64]];
        FileMagic magic = Assert.IsType<FileMagic>(FileMagic.Of(name));
        Assert.True(magic.Matches(content));
        Assert.False(magic.Matches("<?xml version='1.0'?><Error/>"u8));
        Assert.False(magic.Matches([content[0]]));
        Assert.False(magic.Matches([]));
    }

    [Fact]
    public void A_tar_file_is_known_by_what_stands_at_257()
    {
        byte[] content = new byte[512];
        "ustar"u8.CopyTo(content.AsSpan(257));
        FileMagic tar = Assert.IsType<FileMagic>(FileMagic.Of("a.tar"));
        Assert.True(tar.Matches(content));
        Assert.False(tar.Matches(content.AsSpan(0, 261)));
        Assert.False(tar.Matches(content.AsSpan(1)));
    }

    [Theory]
    [InlineData("mysql-bin.000123")]
    [InlineData("000000040000000000000019")]
    [InlineData("")]
    public void A_file_without_a_known_extension_is_not_judged(string name) => Assert.Null(FileMagic.Of(name));

    [Fact]
    public void Every_code_has_its_sentence()
    {
        string[] codes = [.. typeof(BackupFindingCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.Name)];
        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.NotNull(
            RdsBackup.Diagnostics.Messages.ResourceManager.GetString("Finding" + code, CultureInfo.InvariantCulture)));
    }
}
