namespace Pando.Libvirt;

/// <summary>For how many intervals nothing came of the server that could have come.</summary>
internal sealed class Silence
{
    private int _intervals;
    private int _ours;

    /// <summary>Something came.</summary>
    public void Broken() => Volatile.Write(ref _intervals, 0);

    /// <summary>Until disposed, nothing is taken from the connection: that silence is not the server's.</summary>
    public IDisposable Ours()
    {
        Volatile.Write(ref _ours, 1);
        return new Turn(this);
    }

    /// <summary>One interval more has passed. Answers how many.</summary>
    public int Lasted() => Volatile.Read(ref _ours) == 1 ? 0 : Interlocked.Increment(ref _intervals);

    private sealed class Turn(Silence silence) : IDisposable
    {
        public void Dispose()
        {
            Volatile.Write(ref silence._intervals, 0);
            Volatile.Write(ref silence._ours, 0);
        }
    }
}
