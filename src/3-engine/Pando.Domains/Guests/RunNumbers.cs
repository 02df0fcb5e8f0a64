namespace Pando.Domains.Guests;

/// <summary>
/// The numbers of runs: each start gets the next one, counting from 1, and what an earlier daemon started keeps its own.
/// As with libvirt, they begin anew behind the largest that still runs.
/// </summary>
internal sealed class RunNumbers
{
    private readonly Lock _gate = new();
    private int _last;

    public int Next()
    {
        lock (_gate)
        {
            return ++_last;
        }
    }

    public void Seen(int? number)
    {
        lock (_gate)
        {
            _last = Math.Max(_last, number ?? 0);
        }
    }
}
