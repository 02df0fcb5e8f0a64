using Pando.Cli.Output;

namespace Pando.Cli.Tests.Output;

public class DisplayWidthTests
{
    [Theory]
    [InlineData("web1", 4)]
    [InlineData("máy chủ", 7)]
    [InlineData("ma\u0301y", 3)] // m, a with a combining acute, y
    [InlineData("Đường dẫn", 9)]
    [InlineData("E\u0302\u0301", 1)] // Ế in three code points
    [InlineData("服务器", 6)]
    [InlineData("ｗｅｂ", 6)]
    [InlineData("한글", 4)]
    [InlineData("🦙", 2)]
    [InlineData("👩‍💻", 2)] // woman, joiner, computer: one picture
    [InlineData("a\u200Bb", 2)] // zero width space
    [InlineData("", 0)]
    public void Columns_are_counted_as_a_terminal_shows_them(string text, int width) => Assert.Equal(width, DisplayWidth.Of(text));
}
