using Pando.GuestAgent;
using Pando.Model.Errors;

namespace Pando.Domains.Agents;

/// <summary>Runs a program in a guest: the agent starts it, and has to be asked whether it has ended.</summary>
internal sealed class GuestProgramRun(GuestAgentLine line, string machine, GuestAgentSettings settings, TimeProvider time)
{
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(20);

    public async Task<GuestProgramOutcome> RunAsync(GuestProgram program, CancellationToken cancellationToken)
    {
        var verb = new GuestExec(
            program.Path, program.Arguments, program.Environment,
            program.Input is { } input ? Convert.ToBase64String(input.Span) : null, program.Capture);
        var started = await line.AskAsync(verb, null, cancellationToken);
        using var limit = new CancellationTokenSource(program.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await EndOfAsync(started.Pid, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new GuestProgramOutcome(started.Pid, Ended: false);
        }
    }

    /// <summary>How a program is that was started before. Once it has ended, the agent tells that once.</summary>
    public async Task<GuestProgramOutcome> AskAsync(long pid, CancellationToken cancellationToken)
    {
        var now = await line.AskAsync(new GuestExecStatus(pid), null, cancellationToken);
        return new GuestProgramOutcome(pid, now.Exited)
        {
            ExitCode = now.ExitCode,
            Signal = now.Signal,
            Output = Bytes(now.OutputBase64),
            Error = Bytes(now.ErrorBase64),
            OutputCut = now.OutputCut == true,
            ErrorCut = now.ErrorCut == true,
        };
    }

    private async Task<GuestProgramOutcome> EndOfAsync(long pid, CancellationToken cancellationToken)
    {
        var pause = FirstPoll;
        while (true)
        {
            // Between two questions only: one that was sent is waited for, for the end of a program is told once.
            await Task.Delay(pause, time, cancellationToken);
            var now = await AskAsync(pid, CancellationToken.None);
            if (now.Ended)
            {
                return now;
            }
            pause = pause * 2 < settings.PollInterval ? pause * 2 : settings.PollInterval;
        }
    }

    private byte[] Bytes(string? base64)
    {
        try
        {
            return Convert.FromBase64String(base64 ?? "");
        }
        catch (FormatException e)
        {
            throw new PeerException(ErrorCodes.Agent.Nonsense, null, e, ("name", machine), ("command", "guest-exec-status"));
        }
    }
}
