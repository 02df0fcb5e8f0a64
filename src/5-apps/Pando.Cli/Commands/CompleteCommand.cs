using System.CommandLine;
using Pando.Cli.Completion;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>What the shells' scripts call: completes the last of the words it is given. Not meant for people.</summary>
internal static class CompleteCommand
{
    public const string Name = "__complete";

    public static CliCommand Make(string name)
    {
        var words = new Argument<string[]>("WORDS") { Arity = ArgumentArity.ZeroOrMore };
        return new CliCommand(name, Name, CompleteAsync, words) { Hidden = true };

        async Task<int> CompleteAsync(Run run)
        {
            foreach (var candidate in await Completer.CompleteAsync(run, run.Parsed.GetValue(words) ?? []))
            {
                run.Out.WriteLine(candidate.Help is null ? candidate.Word : $"{candidate.Word}\t{candidate.Help}");
            }
            return ExitCode.Done;
        }
    }
}
