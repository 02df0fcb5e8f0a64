using Pando.Api.Client;
using Pando.Cli.Failures;
using Pando.Cli.Output;
using Pando.Cli.Terminal;

namespace Pando.Cli.Consoles;

/// <summary>
/// Keys to a machine's console and its output to the terminal, until the escape key, the machine's end, or a signal. The
/// terminal is as before afterwards, however it ends.
/// </summary>
internal sealed class ConsoleSession
{
    private readonly Run _run;
    private readonly ConsoleConnection _console;
    private readonly EscapeKey _escape;

    private ConsoleSession(Run run, ConsoleConnection console, EscapeKey escape)
    {
        _run = run;
        _console = console;
        _escape = escape;
    }

    /// <summary>Connects to the machine's first console and stays.</summary>
    public static async Task<int> AttachAsync(Run run, string machine, string name)
    {
        using var console = await run.Client.OpenConsoleAsync(machine, cancellationToken: run.Interrupts.Token);
        return await StayAsync(run, console, name, EscapeKey.Default);
    }

    /// <summary>Stays on a console that is open.</summary>
    public static async Task<int> StayAsync(Run run, ConsoleConnection console, string name, EscapeKey escape)
    {
        await run.Out.FlushAsync();
        return await new ConsoleSession(run, console, escape).StayAsync(name);
    }

    private async Task<int> StayAsync(string name)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(_run.Interrupts.Token);
        using var raw = _run.Around.InIsTerminal ? RawTerminal.Enter(0) : null;
        _run.Interrupts.BeforeDeath = () => raw?.Dispose();
        // Told when keys go through already; in raw mode a line feed doesn't return the carriage.
        _run.Around.Error.Write(Printable.Of(_run.Texts["console.connected", ("name", name), ("key", _escape.ToString())]) + (raw is null ? "\n" : "\r\n"));
        var shown = ShowAsync(leaving.Token);
        var typed = TypeAsync(leaving.Token);
        try
        {
            // Standard input at its end leaves the output running: 'pando console web1 < commands' shows what they do.
            var first = await Task.WhenAny(shown, typed);
            var left = first == typed && await typed;
            if (!left)
            {
                await Task.WhenAny(shown, Task.Delay(Timeout.InfiniteTimeSpan, leaving.Token));
                _run.Interrupts.Token.ThrowIfCancellationRequested();
                await shown;
            }
            raw?.Dispose();
            _run.Around.Error.WriteLine();
            _run.Around.Error.WriteLine(Printable.Of(left ? _run.Texts["console.left", ("name", name)] : Ending(name)));
            return !left && _console.WasTakenOver ? ExitCode.Refused : ExitCode.Done;
        }
        finally
        {
            raw?.Dispose();
            _run.Interrupts.BeforeDeath = null;
            await leaving.CancelAsync();
        }
    }

    private string Ending(string name) => _console.WasTakenOver
        ? _run.Texts["console.taken-over", ("name", name)]
        : _run.Texts["console.ended", ("name", name), ("reason", _console.CloseReason is { } reason ? $" ({reason})" : "")];

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        await using var output = _run.Around.OutBytes();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await _console.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
    }

    /// <summary>True when the escape key was typed, false at the end of the input.</summary>
    private async Task<bool> TypeAsync(CancellationToken cancellationToken)
    {
        // Reading a terminal blocks a thread until a key comes; it must not be this one.
        await using var input = _run.Around.In();
        var buffer = new byte[4096];
        int count;
        while ((count = await Task.Run(() => input.Read(buffer), cancellationToken)) > 0)
        {
            var escape = _run.Around.InIsTerminal ? buffer.AsSpan(0, count).IndexOf(_escape.Byte) : -1;
            if (escape != 0)
            {
                await _console.WriteAsync(buffer.AsMemory(0, escape < 0 ? count : escape), cancellationToken);
            }
            if (escape >= 0)
            {
                return true;
            }
        }
        return false;
    }
}
