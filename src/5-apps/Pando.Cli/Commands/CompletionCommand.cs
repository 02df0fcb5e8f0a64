using Pando.Cli.Completion;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary><c>pando completion</c>: the script that teaches a shell.</summary>
internal static class CompletionCommand
{
    public static CliCommand Make(string name)
    {
        var shell = new Operand("SHELL", WordKind.Text) { };
        return new CliCommand(name, "completion", run => Task.FromResult(Write(run, run.Value(shell))), shell)
        {
            Examples = ["source <(pando completion bash)", "pando completion zsh > ~/.zfunc/_pando", "pando completion fish > ~/.config/fish/completions/pando.fish"],
        };
    }

    private static int Write(Run run, string shell)
    {
        run.Out.Write(ShellScripts.Of(shell) ?? throw CliException.Usage("no-such-shell", ("shell", shell)));
        return ExitCode.Done;
    }
}
