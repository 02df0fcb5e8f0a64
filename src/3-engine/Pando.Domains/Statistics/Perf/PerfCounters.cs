using System.Collections.Immutable;
using Pando.Linux;
using Pando.Linux.Kernel;
using Pando.Linux.Scheduling;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Statistics.Perf;

/// <summary>
/// What is counted of one machine's process, event by event over all its threads. The counts are this daemon's: a later one
/// counts from 0.
/// </summary>
internal sealed class PerfCounters : IDisposable
{
    private readonly Lock _gate = new();
    private ImmutableDictionary<PerfEventName, ImmutableArray<PerfCounter>> _counters = ImmutableDictionary<PerfEventName, ImmutableArray<PerfCounter>>.Empty;
    private bool _isDisposed;

    /// <summary>What is counted now.</summary>
    public IReadOnlyCollection<PerfEventName> Events => [.. _counters.Keys];

    /// <summary>
    /// Counts these and no others from now on; one that is counted already goes on. Changes nothing where it throws.
    /// </summary>
    /// <exception cref="CallerException"><c>domain.not-counted</c></exception>
    public void Count(string machine, int pid, IReadOnlyCollection<PerfEventName> events)
    {
        lock (_gate)
        {
            var added = new Dictionary<PerfEventName, ImmutableArray<PerfCounter>>();
            try
            {
                foreach (var name in events.Where(name => !_isDisposed && !_counters.ContainsKey(name)))
                {
                    added[name] = Open(machine, pid, name);
                }
            }
            catch
            {
                Close(added.Values);
                throw;
            }
            var ended = _counters.Where(pair => !events.Contains(pair.Key)).ToList();
            _counters = _counters.RemoveRange(ended.Select(pair => pair.Key)).AddRange(added);
            Close(ended.Select(pair => pair.Value));
        }
    }

    /// <summary>Adds <c>perf.cpu_cycles</c>….</summary>
    public void AddTo(Figures figures)
    {
        lock (_gate)
        {
            foreach (var (name, counters) in _counters)
            {
                figures.Add("perf." + PerfEventNames.Word(name), counters.Sum(static counter => counter.Read()));
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Close(_counters.Values);
            _counters = _counters.Clear();
        }
    }

    /// <summary>The threads that come later are made by these and counted with them.</summary>
    private static ImmutableArray<PerfCounter> Open(string machine, int pid, PerfEventName name)
    {
        if (PerfSources.Of(name) is not var (source, number))
        {
            throw NotCounted(machine, name, "domain.reason.perf-resctrl", null);
        }
        var counters = ImmutableArray.CreateBuilder<PerfCounter>();
        try
        {
            foreach (var thread in HostThreads.Of(pid))
            {
                AddOne(counters, source, number, thread);
            }
            return counters.ToImmutable();
        }
        catch (SyscallException e)
        {
            Close([counters.ToImmutable()]);
            var reason = e.Errno is Errno.EACCES or Errno.EPERM ? "domain.reason.perf-forbidden" : "domain.reason.perf-unsupported";
            throw NotCounted(machine, name, reason, e);
        }
    }

    private static void AddOne(ImmutableArray<PerfCounter>.Builder counters, PerfSource source, ulong number, int thread)
    {
        try
        {
            counters.Add(PerfCounter.Open(source, number, thread));
        }
        catch (SyscallException e) when (e.Errno == Errno.ESRCH)
        {
            // A worker of QEMU that has ended meanwhile.
        }
    }

    private static CallerException NotCounted(string machine, PerfEventName name, string reason, Exception? cause) => cause is null
        ? new(ErrorCodes.Domain.NotCounted, ("name", machine), ("event", PerfEventNames.Word(name)), ("reason", reason))
        : new(ErrorCodes.Domain.NotCounted, cause, ("name", machine), ("event", PerfEventNames.Word(name)), ("reason", reason));

    private static void Close(IEnumerable<ImmutableArray<PerfCounter>> counters)
    {
        foreach (var counter in counters.SelectMany(static one => one))
        {
            counter.Dispose();
        }
    }
}
