using Pando.Api.Agents;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands.Guests;

/// <summary><c>pando exec</c>: a program in a guest, with its output and its exit status.</summary>
internal static class ExecCommand
{
    private const int BySignal = 128;
    private static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(1);

    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var words = new Operands("COMMAND", WordKind.Text);
        var environment = new Settings("--env", "NAME=VALUE");
        var stdin = new Flag("--stdin");
        var timeout = new Setting("--timeout", "SECONDS");
        var detach = new Flag("--detach");
        return new CliCommand(name, "exec", RunAsync, machine, words, environment, stdin, timeout, detach)
        {
            Examples = ["pando exec web1 -- ls -l /", "pando exec web1 --stdin -- tee /etc/motd < motd", "pando exec web1 --detach -- systemctl restart nginx"],
        };

        async Task<int> RunAsync(Run run)
        {
            var command = run.Values(words);
            var result = await run.Client.ExecuteInGuestAsync(
                run.Value(machine),
                new GuestExecRequest
                {
                    Path = command[0],
                    Arguments = command[1..],
                    Environment = run.Values(environment) is { Length: > 0 } set ? set : null,
                    Input = run.Has(stdin) ? Convert.ToBase64String((await InputFile.ReadAsync(run, "-", run.Interrupts.Token)).Span) : null,
                    WaitSeconds = run.Has(detach) ? 0 : SecondsText.Of(run.Value(timeout), UsualLimit).TotalSeconds,
                },
                run.Interrupts.Token);
            return await TellAsync(run, result, run.Has(detach));
        }
    }

    private static async Task<int> TellAsync(Run run, GuestExecResult result, bool detached)
    {
        if (run.Json)
        {
            run.Show(result, static _ => { });
            return ExitOf(result, detached);
        }
        await WriteAsync(run, result);
        if (!result.Exited && detached)
        {
            run.Say("guest.exec-started", ("pid", Numbers.Plain(result.Pid)));
        }
        else if (!result.Exited)
        {
            run.Around.Error.WriteLine(run.Texts["guest.exec-runs-on", ("pid", Numbers.Plain(result.Pid))]);
        }
        if (result.OutputCut || result.ErrorCut)
        {
            run.Around.Error.WriteLine(run.Texts["guest.exec-cut"]);
        }
        return ExitOf(result, detached);
    }

    /// <summary>As the program wrote it, byte for byte.</summary>
    private static async Task WriteAsync(Run run, GuestExecResult result)
    {
        if (result.Output is { } output)
        {
            run.Out.Flush();
            await using var bytes = run.Around.OutBytes();
            await bytes.WriteAsync(Convert.FromBase64String(output));
            await bytes.FlushAsync();
        }
        if (result.Error is { } error)
        {
            run.Around.Error.Write(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(error)));
        }
    }

    private static int ExitOf(GuestExecResult result, bool detached) => result switch
    {
        { Exited: false } => detached ? ExitCode.Done : ExitCode.TimedOut,
        { Signal: { } signal } => BySignal + signal,
        _ => result.ExitCode ?? ExitCode.Done,
    };
}
