using System.Text;
using Pando.Cli.Consoles;

namespace Pando.Cli.Tests.Consoles;

public class ConsoleTextTests
{
    private static ConsoleText Of(params string[] pieces)
    {
        var text = new ConsoleText();
        foreach (var piece in pieces)
        {
            text.Add(Encoding.UTF8.GetBytes(piece));
        }
        return text;
    }

    [Fact]
    public void Escape_sequences_are_left_out_even_in_pieces() =>
        Assert.Equal("root@web1:~# ", Of("\e[?2004h\e]0;ti", "tle\a\e[01;3", "1mroot\e[0m@web1\e(B:~# ").LastLine);

    [Fact]
    public void A_letter_may_come_in_two_pieces()
    {
        var bytes = Encoding.UTF8.GetBytes("máy");
        var text = new ConsoleText();
        text.Add(bytes.AsSpan(0, 2));
        text.Add(bytes.AsSpan(2));
        Assert.Equal("máy", text.LastLine);
    }

    [Fact]
    public void The_last_lines_are_kept_and_the_first_are_not()
    {
        var text = Of([.. Enumerable.Range(0, 20_000).Select(i => $"line {i}\r\n\r\n")]);
        Assert.Equal(["line 19998", "line 19999"], text.LastLines(2));
        Assert.False(text.Contains("line 1\n"));
    }
}
