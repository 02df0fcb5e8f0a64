using System.Text;
using Pando.Api.Client;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Consoles;

/// <summary>Logs in on a machine's console, showing what the console shows.</summary>
internal sealed class LoginSession(Run run, ConsoleConnection console, string name, LoginDialogue dialogue)
{
    // A prompt is one when nothing follows it: longer than the gaps within what one program writes at 115200 baud.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(10);
    private const int LinesToTell = 20;

    private readonly ConsoleText _transcript = new();

    /// <summary>Returns when a shell has answered; throws with the reason otherwise.</summary>
    public async Task LogInAsync(TimeSpan limit)
    {
        using var late = new CancellationTokenSource(limit, run.Around.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, run.Interrupts.Token);
        try
        {
            if (!await TalkAsync(() => dialogue.Phase is LoginPhase.LoggedIn or LoginPhase.Refused, either.Token))
            {
                throw Failed("login-closed", ("reason", console.CloseReason ?? run.Texts["console.machine-stopped"]));
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !run.Interrupts.Token.IsCancellationRequested)
        {
            throw Failed("login-late-" + WaitedFor(), ("limit", Numbers.Duration(limit)));
        }
        if (dialogue.Phase == LoginPhase.Refused)
        {
            throw Failed("login-refused");
        }
    }

    /// <summary>Leaves the console as it was found: at its login prompt.</summary>
    public async Task LogOutAsync()
    {
        using var late = new CancellationTokenSource(Goodbye, run.Around.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, run.Interrupts.Token);
        try
        {
            dialogue.Text.Clear();
            await console.WriteAsync("exit\r"u8.ToArray(), either.Token);
            await TalkAsync(() => dialogue.Text.LastLine.TrimEnd().EndsWith("login:", StringComparison.Ordinal), either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            // It logged in, which is what was asked; a guest that is slow to say goodbye is no failure.
        }
    }

    /// <summary>Reads and types until it is settled; false when the console was closed before.</summary>
    private async Task<bool> TalkAsync(Func<bool> settled, CancellationToken cancellationToken)
    {
        await using var output = run.Around.OutBytes();
        var buffer = new byte[16 * 1024];
        var reading = console.ReadAsync(buffer, cancellationToken).AsTask();
        var answered = true;
        while (true)
        {
            var count = await ReadWithinAsync(answered ? Silence : Quiet, reading, cancellationToken);
            if (count is 0)
            {
                return false;
            }
            if (count is { } shown)
            {
                await output.WriteAsync(buffer.AsMemory(0, shown), cancellationToken);
                await output.FlushAsync(cancellationToken);
                _transcript.Add(buffer.AsSpan(0, shown));
                dialogue.Take(buffer.AsSpan(0, shown));
                // Who comes next reads on from here: nothing may be reading behind their back.
                if (settled())
                {
                    return true;
                }
                answered = false;
                reading = console.ReadAsync(buffer, cancellationToken).AsTask();
                continue;
            }
            var typed = answered ? dialogue.Prod() : dialogue.Answer();
            answered = true;
            if (typed is not null)
            {
                await console.WriteAsync(Encoding.UTF8.GetBytes(typed), cancellationToken);
            }
            if (settled())
            {
                return true;
            }
        }
    }

    private async Task<int?> ReadWithinAsync(TimeSpan patience, Task<int> reading, CancellationToken cancellationToken)
    {
        try
        {
            return await reading.WaitAsync(patience, run.Around.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private string WaitedFor() => dialogue.Phase switch
    {
        LoginPhase.Prompt => "prompt",
        LoginPhase.Password => "password",
        _ => "shell",
    };

    private CliException Failed(string key, params ReadOnlySpan<(string, string)> facts)
    {
        var lines = _transcript.LastLines(LinesToTell);
        return new CliException(key.StartsWith("login-late", StringComparison.Ordinal) ? ExitCode.TimedOut : ExitCode.Failed, key, [("name", name), .. facts])
        {
            Words = lines.Count == 0 ? null : string.Join('\n', lines),
        };
    }
}
