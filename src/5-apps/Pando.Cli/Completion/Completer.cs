using System.CommandLine;
using Pando.Cli.Commands;
using Pando.Cli.Usage;

namespace Pando.Cli.Completion;

/// <summary>
/// Completes a command line: names of commands and options from the tree, names of machines, images and so on live from the
/// pandod that the line means.
/// </summary>
internal static class Completer
{
    /// <param name="run">The completing run.</param>
    /// <param name="words">What stands after <c>pando</c>; the last is the one being typed, perhaps empty.</param>
    public static async Task<IReadOnlyList<Candidate>> CompleteAsync(Run run, IReadOnlyList<string> words)
    {
        var typed = words.Count == 0 ? "" : words[^1];
        var line = CommandLine.Read(CommandTree.Build(), words.SkipLast(1));
        var candidates = line.AwaitsValue is { } option ? await ValuesAsync(run, line, option)
            : typed.StartsWith('-') ? Options(run, line)
            : await WordsAsync(run, line);
        return [.. candidates.Where(candidate => candidate == Candidate.Files || candidate.Word.StartsWith(typed, StringComparison.Ordinal))];
    }

    private static IReadOnlyList<Candidate> Options(Run run, CommandLine line) =>
    [
        .. line.Command.Options.Concat(GlobalOptions.All)
            .Distinct()
            .Where(option => !line.Given.Contains(option) || option is Settings or OptionalSettings)
            .Select(option => new Candidate(option.Name, HelpText.Of(run.Texts, line.Command, option))),
    ];

    private static async Task<IReadOnlyList<Candidate>> ValuesAsync(Run run, CommandLine line, Option option) => option switch
    {
        Setting { Choices.Count: > 0 } choice => [.. choice.Choices.Select(word => new Candidate(word))],
        Setting setting => await LiveNames.OfAsync(run, line, setting.Kind),
        _ => [Candidate.Files],
    };

    private static async Task<IReadOnlyList<Candidate>> WordsAsync(Run run, CommandLine line)
    {
        if (line.Words == 0 && line.Command.Subcommands.Count > 0)
        {
            return [.. line.Command.Subcommands.OfType<CliCommand>().Where(sub => !sub.Hidden).Select(sub => new Candidate(sub.Name, HelpText.Of(run.Texts, sub)))];
        }
        var operand = line.Command.Arguments.Count == 0 ? null : line.Command.Arguments[Math.Min(line.Words, line.Command.Arguments.Count - 1)];
        return operand switch
        {
            Operand { Name: "SHELL" } => [.. ShellScripts.Names.Select(name => new Candidate(name))],
            Operand { Choices.Count: > 0 } choice when line.Words < line.Command.Arguments.Count => [.. choice.Choices.Select(word => new Candidate(word))],
            Operand one when line.Words < line.Command.Arguments.Count => await LiveNames.OfAsync(run, line, one.Kind),
            Operands many => await LiveNames.OfAsync(run, line, many.Kind),
            _ => [],
        };
    }
}
