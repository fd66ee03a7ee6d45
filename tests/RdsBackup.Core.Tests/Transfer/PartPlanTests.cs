using CsCheck;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Transfer;

public sealed class PartPlanTests
{
    private const long MiB = 1024 * 1024;
    private const long Largest = 10_000L * 5 * 1024 * MiB;

    [Fact]
    public void Parts_cover_every_byte_once_and_keep_the_limits_of_S3() =>
        Gen.Select(Gen.Long[1, Largest], Gen.Int[1, 64]).Sample((length, workers) =>
        {
            PartPlan plan = PartPlan.For(length, workers);

            Assert.InRange(plan.Count, 1, 10_000);
            Assert.InRange(plan.PartSize, 5 * MiB, 5 * 1024 * MiB);
            Assert.Equal(0, plan.Part(1).Offset);
            (long offset, long size) = plan.Part(plan.Count);
            Assert.Equal(length, offset + size);
            Assert.InRange(size, 1, plan.PartSize);
            Assert.Equal((plan.Count - 1) * plan.PartSize, offset);
        });

    [Fact]
    public void A_small_object_is_one_part() => Assert.Equal(1, PartPlan.For(1, 8).Count);

    [Fact]
    public void A_middling_object_is_cut_so_that_every_worker_has_parts()
    {
        PartPlan plan = PartPlan.For(1024 * MiB, workers: 8);
        Assert.InRange(plan.Count, 2 * 8, 4 * 8);
    }

    [Fact]
    public void Ten_thousand_parts_are_taken_when_asked_for() =>
        Assert.Equal(10_000, PartPlan.For(10_000 * 5 * MiB, 8, 5 * MiB).Count);

    [Theory]
    [InlineData((10_000 * 5 * MiB) + 1, 5 * MiB)]
    [InlineData(100 * MiB, (5 * MiB) - 1)]
    [InlineData(100 * MiB, (5 * 1024 * MiB) + 1)]
    public void A_part_size_that_cannot_do_is_refused_before_the_first_byte(long length, long partSize)
    {
        RdsBackupException error = Assert.Throws<RdsBackupException>(() => PartPlan.For(length, 8, partSize));
        Assert.Equal("PartSizeInvalid", error.ErrorId);
        Assert.NotNull(error.Recommendation);
    }

    [Fact]
    public void An_object_larger_than_S3_takes_is_refused() =>
        Assert.Equal("ObjectTooLarge", Assert.Throws<RdsBackupException>(() => PartPlan.For(Largest + 1, 8)).ErrorId);
}
