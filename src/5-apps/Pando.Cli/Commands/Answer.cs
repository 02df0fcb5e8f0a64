using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>Asks a question in the terminal.</summary>
internal static class Answer
{
    /// <summary>The answer, in small letters; empty at the end of the input.</summary>
    public static string To(Run run, string question)
    {
        run.Out.Flush();
        run.Around.Error.Write(Printable.Of(question) + " ");
        using var input = run.Around.In();
        var line = new List<byte>();
        int next;
        while ((next = input.ReadByte()) is not (-1 or '\n'))
        {
            line.Add((byte)next);
        }
        return System.Text.Encoding.UTF8.GetString([.. line]).Trim().ToLowerInvariant();
    }

    /// <summary>y or yes, and the language's own word: c, có.</summary>
    public static bool IsYes(Run run, string question) =>
        To(run, question) is var answer && (answer is "y" or "yes" || run.Texts["words.yes-answers"].Split(' ').Contains(answer, StringComparer.Ordinal));
}
