using Pando.Domains.Guests;
using Pando.Model.Domains;
using Pando.Qmp;

namespace Pando.Domains.Statistics;

/// <summary>
/// The last figures of one running guest. The kernel's are read whatever QEMU does; QEMU's stay with their own time while
/// it does not answer, and at most one question waits for it.
/// </summary>
internal sealed class GuestSampling(RunningGuest guest, TimeProvider time)
{
    private static readonly IReadOnlyDictionary<int, int> NoThreads = new Dictionary<int, int>();
    private readonly Lock _gate = new();
    private Task? _asking;
    private volatile IReadOnlyDictionary<int, int> _threads = NoThreads;
    private LiveDomain? _threadsOf;

    public RunningGuest Guest => guest;

    /// <summary>What the kernel told last.</summary>
    public (Figures Figures, DateTimeOffset At)? Process { get; private set; }

    /// <summary>What QEMU told last.</summary>
    public (QemuReading Told, DateTimeOffset At)? Qemu { get; private set; }

    /// <summary>Whether QEMU has told nothing yet, or of other devices than are in force now.</summary>
    public bool IsOutdated => Qemu is not { Told: var told } || !ReferenceEquals(told.Of, guest.Live);

    /// <summary>What was measured last of its use of caches and bandwidth; null where nothing is.</summary>
    public Figures? Monitors { get; set; }

    /// <summary>Takes them anew. Ends with the limit at the latest.</summary>
    public async Task SampleAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (guest.IsRecorded)
        {
            await AskOnceAsync(limit, cancellationToken);
        }
        if (ProcessFigures.Read(guest.Live.Process, _threads, guest.Live.Definition) is { } figures)
        {
            AddCounts(figures);
            Process = (figures, time.GetUtcNow());
        }
        else
        {
            _threadsOf = null;
        }
    }

    /// <summary>Whoever comes while QEMU is asked waits for that answer.</summary>
    private Task AskOnceAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _asking is { IsCompleted: false } ? _asking : _asking = AskAsync(limit, cancellationToken);
        }
    }

    private async Task AskAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await LearnThreadsAsync(limit, cancellationToken);
            Qemu = (await QemuFigures.ReadAsync(guest, limit, cancellationToken), time.GetUtcNow());
        }
        catch (QmpException)
        {
            // Not answering, or ending: what was told last stays, with its time.
        }
    }

    /// <summary>Threads come and go only when processors are plugged, and then another definition is in force.</summary>
    private async Task LearnThreadsAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (guest.Live is var live && ReferenceEquals(live, _threadsOf))
        {
            return;
        }
        _threads = await QemuFigures.ThreadsAsync(guest, limit, cancellationToken);
        _threadsOf = live;
    }

    private void AddCounts(Figures figures)
    {
        try
        {
            guest.Counters.AddTo(figures);
        }
        catch (IOException)
        {
            // The process is just ending.
        }
    }
}
