using Pando.Cli.Consoles;
using Pando.Cli.Failures;

namespace Pando.Cli.Tests.Consoles;

public class EscapeKeyTests
{
    [Theory]
    [InlineData(null, 0x1D, "Ctrl-]")]
    [InlineData("^]", 0x1D, "Ctrl-]")]
    [InlineData("^^", 0x1E, "Ctrl-^")]
    [InlineData("^A", 0x01, "Ctrl-A")]
    [InlineData("^a", 0x01, "Ctrl-A")]
    [InlineData("~", 0x7E, "~")]
    public void A_key_is_written_as_virsh_writes_it(string? text, byte value, string shown)
    {
        var key = EscapeKey.Parse(text);
        Assert.Equal((value, shown), (key.Byte, key.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("^")]
    [InlineData("ab")]
    [InlineData("^1")]
    [InlineData("é")]
    public void Anything_else_is_none(string text)
    {
        if (text is "^")
        {
            Assert.Equal((byte)'^', EscapeKey.Parse(text).Byte);
        }
        else
        {
            Assert.Throws<CliException>(() => EscapeKey.Parse(text));
        }
    }
}
