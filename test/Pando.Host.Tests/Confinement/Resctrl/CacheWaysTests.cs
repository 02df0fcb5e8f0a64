using Pando.Host.Confinement.Resctrl;

namespace Pando.Host.Tests.Confinement.Resctrl;

public sealed class CacheWaysTests
{
    [Theory]
    [InlineData(0b1111_0110, 2, 0b0000_0110)]
    [InlineData(0b1111_0110, 3, 0b0111_0000)]
    [InlineData(0b1111_0110, 4, 0b1111_0000)]
    [InlineData(0b0011_0110, 2, 0b0000_0110)]
    [InlineData(0b1, 1, 0b1)]
    public void The_smallest_row_that_has_room_is_taken(ulong free, int count, ulong expected) => Assert.Equal(expected, CacheWays.Place(free, count));

    [Theory]
    [InlineData(0b1101_1011, 3)]
    [InlineData(0UL, 1)]
    public void Ways_that_do_not_lie_together_are_no_row(ulong free, int count) => Assert.Null(CacheWays.Place(free, count));

    [Fact]
    public void A_row_may_be_all_there_is() => Assert.Equal(ulong.MaxValue, CacheWays.Place(ulong.MaxValue, 64));

    [Fact]
    public void What_is_written_is_what_was_read()
    {
        string[] lines = ["    MB:0=100;1=50", "L3CODE:0=ff;1=f", "  L3DATA:0=1"];
        Assert.Equal("L3CODE:0=ff;1=f\nL3DATA:0=1\nMB:0=100;1=50\n", Schemata.Parse([.. lines, "", "SMBA:x", "garbage"]).ToString());
    }
}
