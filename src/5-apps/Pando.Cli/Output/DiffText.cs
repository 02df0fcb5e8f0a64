namespace Pando.Cli.Output;

/// <summary>A unified diff, coloured in a terminal.</summary>
internal static class DiffText
{
    public static void Write(string diff, TextWriter writer, Colours colours)
    {
        if (diff.Length == 0)
        {
            return;
        }
        foreach (var line in diff.TrimEnd('\n').Split('\n'))
        {
            writer.WriteLine(line switch
            {
                ['+', '+', '+', ..] or ['-', '-', '-', ..] => colours.Bold(line),
                ['+', ..] => colours.Good(line),
                ['-', ..] => colours.Bad(line),
                ['@', ..] => colours.Hint(line),
                _ => line,
            });
        }
    }
}
