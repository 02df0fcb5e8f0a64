namespace Pando.Model.Tests;

public class NumberSetTests
{
    [Theory]
    [InlineData("0-3,8", "0-3,8")]
    [InlineData("8,0-1,2", "0-2,8")]
    [InlineData("0-7,^2", "0-1,3-7")]
    [InlineData(" 1 , 3 ", "1,3")]
    [InlineData("5-5", "5")]
    public void A_list_is_written_in_order(string written, string expected) => Assert.Equal(expected, NumberSet.TryParse(written, 100)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("-1")]
    [InlineData("2-1")]
    [InlineData("1-")]
    [InlineData("a")]
    [InlineData("0-101")]
    [InlineData("1,^1")]
    [InlineData("99999999999")]
    public void What_is_no_list_is_none(string written) => Assert.Null(NumberSet.TryParse(written, 100));

    [Fact]
    public void Sets_of_the_same_numbers_are_equal()
    {
        Assert.Equal(NumberSet.Of(3, 1, 2, 2), NumberSet.TryParse("1-3", 3));
        Assert.True(NumberSet.Of(1, 5).Overlaps(NumberSet.Of(5)));
        Assert.False(NumberSet.Of(1, 5).Overlaps(NumberSet.Of(2, 3)));
        Assert.True(NumberSet.Of(1, 5).Contains(5));
        Assert.Equal([(1, 2), (7, 7)], NumberSet.Of(1, 2, 7).Ranges());
    }
}
