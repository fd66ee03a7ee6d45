using System.Text;
using CsCheck;
using RdsBackup.Alerting.WeCom;

namespace RdsBackup.Core.Tests.Alerting.WeCom;

/// <summary>Text cut to bytes and to characters as people see them.</summary>
public sealed class Utf8TextTests
{
    [Fact]
    public void A_cut_text_is_never_above_its_limit_and_is_valid() => Gen.Select(WeComTexts.Plain, Gen.Int[3, 600]).Sample((text, bytes) =>
        Assert.InRange(WeComTexts.BytesOf(Utf8Text.Cut(text, bytes)), 0, bytes));

    [Fact]
    public void A_text_that_fits_is_left_alone() => WeComTexts.Plain.Sample(text => Assert.Equal(text, Utf8Text.Cut(text, Encoding.UTF8.GetByteCount(text))));

    [Theory]
    [InlineData("备份失败了", 9, "备份…")]
    [InlineData("备份失败了", 11, "备份…")]
    [InlineData("备份失败了", 12, "备份失…")]
    [InlineData("ok👨‍👩‍👧‍👦!", 27, "ok…")]
    [InlineData("ok👨‍👩‍👧‍👦!!!!", 30, "ok👨‍👩‍👧‍👦…")]
    [InlineData("e\u0301e\u0301e\u0301", 8, "e\u0301…")]
    [InlineData("👨‍👩‍👧‍👦", 10, "…")]
    public void Characters_stay_whole(string text, int bytes, string cut) => Assert.Equal(cut, Utf8Text.Cut(text, bytes));

    [Theory]
    [InlineData("备份失败", 4, "备份失败")]
    [InlineData("备份失败了", 4, "备份失…")]
    [InlineData("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 2, "👨‍👩‍👧‍👦…")]
    public void Characters_are_counted_as_people_see_them(string text, int characters, string cut) => Assert.Equal(cut, Utf8Text.CutCharacters(text, characters));

    [Fact]
    public void A_lone_surrogate_counts_as_the_three_bytes_that_stand_for_it() => Assert.Equal(3, Utf8Text.Bytes("\uD800"));
}
