using Pando.Cli.Failures;
using Pando.Cli.Installing;

namespace Pando.Cli.Tests.Installing;

public class SubOptionsTests
{
    [Fact]
    public void Values_words_and_doubled_commas_are_told_apart()
    {
        var given = SubOptions.Parse("--boot", "uefi,kernel_args=a,,b=c,hd,,=x");
        Assert.Equal("a,b=c", given.Take("kernel_args"));
        Assert.Equal("x", given.Take("hd,"));
        Assert.Equal(["uefi"], given.Words);
        given.Done();
    }

    [Fact]
    public void What_is_not_known_is_not_ignored()
    {
        var given = SubOptions.Parse("--disk", "size=1,sizee=2");
        given.Take("size");
        Assert.Equal("failure.unknown-sub-option-near", Assert.Throws<CliException>(given.Done).Key);
    }

    [Theory]
    [InlineData("readonly=on", true)]
    [InlineData("readonly=yes", true)]
    [InlineData("readonly=off", false)]
    [InlineData("size=1", false)]
    public void Switches_have_virt_installs_words(string text, bool on) => Assert.Equal(on, SubOptions.Parse("--disk", text).TakeFlag("readonly"));

    [Fact]
    public void A_switch_that_is_neither_is_refused() => Assert.Throws<CliException>(() => SubOptions.Parse("--disk", "readonly=maybe").TakeFlag("readonly"));
}
