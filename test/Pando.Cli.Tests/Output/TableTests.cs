using Pando.Cli.Output;

namespace Pando.Cli.Tests.Output;

public class TableTests
{
    private static string Write(Table table, bool colours = false)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        table.WriteTo(writer, new Colours(colours));
        return writer.ToString();
    }

    [Fact]
    public void Columns_stay_in_line_below_wide_and_combining_characters()
    {
        var table = new Table("Tên", "State");
        table.Add("服务器", "running");
        table.Add("ma\u0301y", "off");
        table.Add("web1", "");
        Assert.Equal("Tên     State\n服务器  running\nma\u0301y     off\nweb1\n", Write(table));
    }

    [Fact]
    public void Colours_take_no_room()
    {
        var table = new Table("A", "B");
        table.Add(new Cell("x", text => $"<{text}>"), "y");
        table.Add("long", "z");
        Assert.Equal("\e[1mA\e[0m     \e[1mB\e[0m\n<x>     y\nlong  z\n", Write(table, colours: true));
    }

    [Fact]
    public void A_name_cannot_drive_the_terminal()
    {
        var table = new Table("A");
        table.Add("evil\e[2J\r\nname");
        Assert.Equal("A\nevil\uFFFD[2J\uFFFD\uFFFDname\n", Write(table));
    }
}
