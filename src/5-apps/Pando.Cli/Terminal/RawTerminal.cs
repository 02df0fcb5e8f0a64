namespace Pando.Cli.Terminal;

/// <summary>
/// The terminal in raw mode: every key goes through, Ctrl-C too. Disposing restores what was there before; it may be called
/// from a signal's handler and more than once.
/// </summary>
internal sealed class RawTerminal : IDisposable
{
    private readonly int _descriptor;
    private readonly byte[] _before = new byte[TerminalCalls.TermiosSize];
    private int _restored;

    private RawTerminal(int descriptor) => _descriptor = descriptor;

    /// <summary>Null where the descriptor is no terminal.</summary>
    public static RawTerminal? Enter(int descriptor)
    {
        var terminal = new RawTerminal(descriptor);
        if (!TerminalCalls.Read(descriptor, terminal._before))
        {
            return null;
        }
        var raw = terminal._before.ToArray();
        TerminalCalls.MakeRaw(raw);
        return TerminalCalls.Write(descriptor, raw) ? terminal : null;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _restored, 1) == 0)
        {
            TerminalCalls.Write(_descriptor, _before);
        }
    }
}
