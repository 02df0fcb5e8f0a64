using System.Collections.Concurrent;
using Pando.Domains.Guests;
using Pando.Domains.Starting;
using Pando.Linux.Scheduling;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu;
using Pando.Qmp;

namespace Pando.Domains.Statistics;

/// <summary>
/// Samples every running machine once an interval, spread over it so that no moment is busier than another, and answers
/// from what was sampled last.
/// </summary>
internal sealed class DomainStatistics(DomainRegistry registry, DomainServices services) : IDomainStatistics
{
    // A tenth of the interval each: fifty machines are five a tick.
    private const int TicksPerInterval = 10;

    private const string Disks = "block.";

    private readonly ConcurrentDictionary<DomainId, GuestSampling> _samples = new();
    private readonly ConcurrentDictionary<DomainId, DirtyRateInfo> _dirtyRates = new();

    /// <summary>Samples until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(services.Qemu.StatisticsInterval / TicksPerInterval, services.Time);
        var tick = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                tick = (tick + 1) % TicksPerInterval;
                Forget();
                foreach (var (sampling, index) in Running(null).Select((sampling, index) => (sampling, index)))
                {
                    if (index % TicksPerInterval == tick || sampling.Process is null)
                    {
                        // Not waited for: one that hangs keeps only its own figures.
                        _ = SampleAsync(sampling, cancellationToken);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    public IReadOnlyList<MachineStatistics> Read(IReadOnlyCollection<DomainId>? machines, IReadOnlyCollection<StatisticsGroup> groups, bool chains = false)
    {
        var prefixes = groups.Select(group => group.ToString().ToLowerInvariant() + ".").ToArray();
        bool Wanted(string name) => prefixes.Length == 0 || Array.Exists(prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
        return [.. registry.List().Where(view => machines is null || machines.Contains(view.Id)).Select(view => Of(view, Wanted, chains))];
    }

    public Task RefreshAsync(IReadOnlyCollection<DomainId>? machines, CancellationToken cancellationToken = default) =>
        Task.WhenAll(Running(machines).Select(sampling => SampleAsync(sampling, cancellationToken)));

    public Task RefreshOutdatedAsync(IReadOnlyCollection<DomainId>? machines, CancellationToken cancellationToken = default) =>
        Task.WhenAll(Running(machines).Where(static sampling => sampling.IsOutdated).Select(sampling => SampleAsync(sampling, cancellationToken)));

    public async Task<ThreadReport> ThreadsAsync(DomainId id, CancellationToken cancellationToken = default)
    {
        var guest = AnsweringGuest.Of(registry.Driver(id));
        var threads = await LimitThreads.ThreadsAsync(guest, cancellationToken);
        return new ThreadReport(Facts(threads.Vcpus), Facts(threads.IoThreads), Allowed(threads.Process));
    }

    public async Task MeasureDirtyRateAsync(DomainId id, int seconds, string? mode = null, CancellationToken cancellationToken = default)
    {
        var driver = registry.Driver(id);
        var guest = AnsweringGuest.Of(driver);
        try
        {
            await guest.ExecuteAsync(new CalcDirtyRate(seconds, mode), null, cancellationToken);
            _dirtyRates[id] = await guest.ExecuteAsync(new QueryDirtyRate(), null, cancellationToken);
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, driver.View.Name);
        }
    }

    private static IReadOnlyList<ThreadFacts> Facts(IReadOnlyDictionary<int, int> threads) =>
    [
        .. threads.OrderBy(static thread => thread.Key)
            .Select(static thread => new ThreadFacts(thread.Key, Allowed(thread.Value), HostThreads.Processor(thread.Value), HostThreads.TimeNanoseconds(thread.Value))),
    ];

    private static NumberSet? Allowed(int thread) => HostThreads.Allowed(thread) is { } cpus ? NumberSet.TryParse(cpus, int.MaxValue - 1) : null;

    private MachineStatistics Of(DomainView view, Func<string, bool> wanted, bool chains)
    {
        var figures = new Figures();
        var state = new Figures();
        StateFigures.Add(state, view.State);
        figures.Take(state, wanted);
        if (!view.State.HasProcess || !_samples.TryGetValue(view.Id, out var sampling))
        {
            return new MachineStatistics(view.Id, view.Name) { Numbers = figures.Numbers, Words = figures.Words };
        }
        if (sampling.Qemu is { Told: var told })
        {
            figures.Take(told.Figures, name => wanted(name) && !(chains && name.StartsWith(Disks, StringComparison.Ordinal)));
            figures.Take(told.Chains, name => chains && wanted(name));
        }
        if (sampling.Process is { } sample)
        {
            figures.Take(sample.Figures, wanted);
        }
        if (sampling.Monitors is { } monitors)
        {
            figures.Take(monitors, wanted);
        }
        if (_dirtyRates.TryGetValue(view.Id, out var rate))
        {
            var measured = new Figures();
            QemuFigures.AddDirtyRate(measured, rate);
            figures.Take(measured, wanted);
        }
        return new MachineStatistics(view.Id, view.Name) { Numbers = figures.Numbers, Words = figures.Words, At = sampling.Process?.At, QemuAt = sampling.Qemu?.At };
    }

    private async Task SampleAsync(GuestSampling sampling, CancellationToken cancellationToken)
    {
        try
        {
            await sampling.SampleAsync(services.Qemu.HeartbeatLimit, cancellationToken);
            Measure(sampling);
            var id = sampling.Guest.Live.Definition.Id;
            if (sampling.Qemu is { } told)
            {
                registry.Tell(id, driver => driver.Learn(sampling.Guest, GuestMemoryFigures.Of(told.Told.Figures)));
            }
            if (_dirtyRates.TryGetValue(id, out var rate) && rate.Status is "measuring")
            {
                _dirtyRates[id] = await sampling.Guest.ExecuteAsync(new QueryDirtyRate(), services.Qemu.HeartbeatLimit, cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or QmpException)
        {
            // The next turn asks again.
        }
    }

    private void Measure(GuestSampling sampling)
    {
        var live = sampling.Guest.Live.Definition;
        if (live.CpuTuning.Caches.Items.Any(static cache => !cache.Monitors.IsEmpty) || live.CpuTuning.MemoryBandwidths.Items.Any(static memory => !memory.Monitors.IsEmpty))
        {
            sampling.Monitors = MonitorFigures.Of(services.Resources.Readings(live));
        }
    }

    private IEnumerable<GuestSampling> Running(IReadOnlyCollection<DomainId>? machines)
    {
        foreach (var driver in registry.Drivers)
        {
            if (driver.Guest is { } guest && (machines is null || machines.Contains(driver.Id)))
            {
                yield return _samples.AddOrUpdate(
                    driver.Id,
                    static (_, made) => new GuestSampling(made.Guest, made.Time),
                    static (_, known, made) => known.Guest == made.Guest ? known : new GuestSampling(made.Guest, made.Time),
                    (Guest: guest, services.Time));
            }
        }
    }

    private void Forget()
    {
        var running = registry.Drivers.Where(static driver => driver.Guest is not null).Select(static driver => driver.Id).ToHashSet();
        foreach (var id in _samples.Keys.Where(id => !running.Contains(id)))
        {
            _samples.TryRemove(id, out _);
            _dirtyRates.TryRemove(id, out _);
        }
    }
}
