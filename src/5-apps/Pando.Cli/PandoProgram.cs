using System.CommandLine;
using Pando.Cli.Commands;
using Pando.Cli.Failures;
using Pando.Cli.Usage;

namespace Pando.Cli;

/// <summary>From arguments to an exit status.</summary>
internal static class PandoProgram
{
    // A name such as @web1 is a name, and -qh is a mistake, not two options.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static async Task<int> RunAsync(string[] args, Surroundings around)
    {
        var parsed = CommandTree.Build(args).Parse(args, Parsing);
        var report = new FailureReport(around, parsed.GetValue(GlobalOptions.Json));
        using var run = new Run(around, parsed);
        try
        {
            var exitCode = await RunAsync(run);
            await around.Out.FlushAsync();
            return exitCode;
        }
        catch (OperationCanceledException) when (run.Interrupts.ExitCode != 0)
        {
            return run.Interrupts.ExitCode;
        }
        catch (IOException e) when (BrokenPipe.Is(e))
        {
            return BrokenPipe.ExitCode;
        }
        catch (Exception e)
        {
            return report.Tell(e);
        }
    }

    private static async Task<int> RunAsync(Run run)
    {
        var command = (CliCommand)run.Parsed.CommandResult.Command;
        if (run.Has(GlobalOptions.Help) || (command.Body is null && run.Parsed.Tokens.Count == 0))
        {
            HelpPage.Write(run.Around, run.Parsed.CommandResult);
            return ExitCode.Done;
        }
        if (run.Parsed.GetValue(CommandTree.Version))
        {
            run.Out.WriteLine($"pando {ProductVersion.Own}");
            return ExitCode.Done;
        }
        UsageCheck.Demand(run.Parsed);
        if (command.Body is null)
        {
            throw CliException.Usage("command-missing", ("command", UsageCheck.PathOf(run.Parsed.CommandResult)));
        }
        return await command.Body(run);
    }
}
