using Pando.Domains.Guests;
using Pando.Qmp;

namespace Pando.Domains.Statistics;

/// <summary>
/// The last figures of one running guest. The kernel's are read whatever QEMU does; QEMU's stay with their own time while
/// it does not answer, and at most one question waits for it.
/// </summary>
internal sealed class GuestSampling(RunningGuest guest, TimeProvider time)
{
    private static readonly IReadOnlyDictionary<int, int> NoThreads = new Dictionary<int, int>();
    private int _asking;
    private volatile IReadOnlyDictionary<int, int> _threads = NoThreads;

    public RunningGuest Guest => guest;

    /// <summary>What the kernel told last.</summary>
    public (Figures Figures, DateTimeOffset At)? Process { get; private set; }

    /// <summary>What QEMU told last.</summary>
    public (Figures Figures, DateTimeOffset At)? Qemu { get; private set; }

    /// <summary>What was measured last of its use of caches and bandwidth; null where nothing is.</summary>
    public Figures? Monitors { get; set; }

    /// <summary>Takes them anew. Ends with the limit at the latest.</summary>
    public async Task SampleAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (guest.IsRecorded && Interlocked.Exchange(ref _asking, 1) == 0)
        {
            try
            {
                // Threads come and go with hot-plug; a paused guest keeps them.
                _threads = await QemuFigures.ThreadsAsync(guest, limit, cancellationToken);
                Qemu = (await QemuFigures.ReadAsync(guest, limit, cancellationToken), time.GetUtcNow());
            }
            catch (QmpException)
            {
                // Not answering, or ending: what was told last stays, with its time.
            }
            finally
            {
                Volatile.Write(ref _asking, 0);
            }
        }
        if (ProcessFigures.Read(guest.Live.Process, _threads, guest.Live.Definition) is { } figures)
        {
            AddCounts(figures);
            Process = (figures, time.GetUtcNow());
        }
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
