using Pando.Cli.Output;
using Pando.Cli.Texts;

namespace Pando.Cli.Tests.Output;

public class NumbersTests
{
    [Theory]
    [InlineData(0, "0 B", "0 B")]
    [InlineData(1023, "1023 B", "1023 B")]
    [InlineData(1536, "1.5 KiB", "1,5 KiB")]
    [InlineData(1073741824, "1 GiB", "1 GiB")]
    [InlineData(21474836480, "20 GiB", "20 GiB")]
    [InlineData(9.3e18, "8.1 EiB", "8,1 EiB")]
    public void Sizes_have_a_unit_and_the_languages_comma(double bytes, string english, string vietnamese)
    {
        Assert.Equal(english, new TextSource("en").Bytes(bytes));
        Assert.Equal(vietnamese, new TextSource("vi").Bytes(bytes));
    }

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(-5, "0:00")]
    [InlineData(75, "1:15")]
    [InlineData(3599.6, "1:00:00")]
    [InlineData(90061, "25:01:01")]
    public void Durations_are_clock_like(double seconds, string text) => Assert.Equal(text, Numbers.Duration(TimeSpan.FromSeconds(seconds)));
}
