using Pando.Daemon.Settings;

namespace Pando.Daemon.Tests.Settings;

public class SettingValuesTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("5min", 300)]
    [InlineData("2h", 7200)]
    [InlineData("7d", 604_800)]
    public void Times_have_a_unit(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), SettingValues.Time(text));

    [Theory]
    [InlineData("30")]
    [InlineData("0s")]
    [InlineData("-5s")]
    [InlineData("s")]
    [InlineData("")]
    [InlineData("3 s")]
    [InlineData("99999999999s")]
    public void What_is_no_time_is_refused(string text) => Assert.Throws<FormatException>(() => SettingValues.Time(text));

    [Fact]
    public void Never_is_no_time() => Assert.Null(SettingValues.TimeOrNever("never"));

    [Theory]
    [InlineData("4096", 4096)]
    [InlineData("64K", 65_536)]
    [InlineData("10M", 10_485_760)]
    [InlineData("2G", 2_147_483_648)]
    [InlineData("1T", 1_099_511_627_776)]
    public void Sizes_may_have_a_unit(string text, long bytes) => Assert.Equal(bytes, SettingValues.Size(text, 0));

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("1.5G")]
    [InlineData("99999999999T")]
    [InlineData("63K")]
    [InlineData("-1")]
    public void What_is_no_size_or_too_small_is_refused(string text) => Assert.Throws<FormatException>(() => SettingValues.Size(text, 65_536));

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("x")]
    public void Counts_have_a_range(string text) => Assert.Throws<FormatException>(() => SettingValues.Count(text, 1, 10));

    [Fact]
    public void Paths_are_absolute()
    {
        Assert.Equal("/a/c", SettingValues.Path("/a/b/../c"));
        Assert.Throws<FormatException>(() => SettingValues.Path("a/b"));
    }
}
