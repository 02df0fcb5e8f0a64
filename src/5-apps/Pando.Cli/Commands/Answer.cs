using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>Asks a question in the terminal.</summary>
internal static class Answer
{
    /// <summary>The answer, in small letters; null at the end of the input.</summary>
    public static string? To(Run run, string question)
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
        return next < 0 && line.Count == 0 ? null : System.Text.Encoding.UTF8.GetString([.. line]).Trim().ToLowerInvariant();
    }

    /// <summary>y or yes, and the language's own word: c, có.</summary>
    public static bool IsYes(Run run, string question) => MeansYes(run, To(run, question));

    /// <summary>Whether an answer is a yes.</summary>
    public static bool MeansYes(Run run, string? answer) =>
        answer is "y" or "yes" || (answer is not null && run.Texts["words.yes-answers"].Split(' ').Contains(answer, StringComparer.Ordinal));
}
