using System.Text;

namespace Pando.Cli.Output;

/// <summary>
/// Columns under headings, two spaces apart. Cells are made safe for a terminal; widths count what the terminal shows, so
/// that combining and wide characters don't break a column.
/// </summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<Cell[]> _rows = [];

    public int Count => _rows.Count;

    public void Add(params Cell[] cells) => _rows.Add(cells);

    public void WriteTo(TextWriter writer, Colours colours)
    {
        var widths = headings.Select(DisplayWidth.Of).ToArray();
        foreach (var row in _rows)
        {
            for (var column = 0; column < row.Length; column++)
            {
                widths[column] = Math.Max(widths[column], DisplayWidth.Of(row[column].Text));
            }
        }
        Write(writer, [.. headings.Select(heading => new Cell(heading, colours.Bold))], widths);
        foreach (var row in _rows)
        {
            Write(writer, row, widths);
        }
    }

    private static void Write(TextWriter writer, Cell[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (var column = 0; column < cells.Length; column++)
        {
            var cell = cells[column];
            line.Append(cell.Paint?.Invoke(cell.Text) ?? cell.Text);
            if (column < cells.Length - 1)
            {
                line.Append(' ', widths[column] - DisplayWidth.Of(cell.Text) + 2);
            }
        }
        writer.WriteLine(line.ToString().TrimEnd(' '));
    }
}

/// <summary>A cell's text, and how it is coloured.</summary>
internal readonly struct Cell(string? text, Func<string, string>? paint = null)
{
    public string Text { get; } = Printable.Of(text);

    public Func<string, string>? Paint { get; } = paint;

    public static implicit operator Cell(string? text) => new(text);
}
