using Pando.Cli.Usage;

namespace Pando.Cli.Tests.Usage;

public class SpellingTests
{
    private static readonly string[] Known = ["list", "start", "shutdown", "destroy", "dumpxml", "--graceful"];

    [Theory]
    [InlineData("lst", "list")]
    [InlineData("sttart", "start")]
    [InlineData("shutdwon", "shutdown")]
    [InlineData("dumpxlm", "dumpxml")]
    [InlineData("--gracefull", "--graceful")]
    [InlineData("frobnicate", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_meant_where_one_is_near(string typed, string? meant) => Assert.Equal(meant, Spelling.Nearest(typed, Known));
}
