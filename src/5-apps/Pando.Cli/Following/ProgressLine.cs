using Pando.Cli.Output;
using Pando.Cli.Terminal;

namespace Pando.Cli.Following;

/// <summary>
/// Progress on standard error: in a terminal one line that changes; elsewhere a line a step, and one every ten seconds within
/// it, so that a log shows that something moves.
/// </summary>
internal sealed class ProgressLine(Run run) : IDisposable
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);
    private const int NarrowestTerminal = 20;
    private readonly TextWriter _error = run.Around.Error;
    private readonly bool _terminal = run.Around.ErrorIsTerminal;
    private string? _step;
    private long _loggedAt;
    private bool _shown;

    public void Show(string step, string line)
    {
        if (run.Quiet)
        {
            return;
        }
        if (_terminal)
        {
            _error.Write($"\r{Fit(line)}\e[K");
            _shown = true;
        }
        else if (step != _step || run.Around.Time.GetElapsedTime(_loggedAt) >= LogInterval)
        {
            _error.WriteLine(line);
            _loggedAt = run.Around.Time.GetTimestamp();
        }
        _step = step;
    }

    /// <summary>Takes the line away, for what is said next.</summary>
    public void Clear()
    {
        if (_shown)
        {
            _error.Write("\r\e[K");
            _shown = false;
        }
    }

    public void Dispose() => Clear();

    /// <summary>A line that wraps can't be taken back: the end is left off where the terminal is too narrow.</summary>
    private static string Fit(string line)
    {
        var room = Math.Max(NarrowestTerminal, TerminalCalls.Columns(2) ?? 80) - 1;
        while (DisplayWidth.Of(line) > room)
        {
            line = line[..^Math.Max(1, (DisplayWidth.Of(line) - room) / 2)];
        }
        return line;
    }
}
