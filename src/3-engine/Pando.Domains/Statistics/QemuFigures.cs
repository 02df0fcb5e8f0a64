using System.Globalization;
using System.Text.Json;
using Pando.Domains.Guests;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qmp;

namespace Pando.Domains.Statistics;

/// <summary>What QEMU alone knows of a machine.</summary>
internal static class QemuFigures
{
    // What a guest's balloon driver reports, in QEMU's words and libvirt's; the sizes are bytes there and KiB here.
    private static readonly (string Qemu, string Name, long Divisor)[] GuestMemory =
    [
        ("stat-swap-in", "swap_in", 1024), ("stat-swap-out", "swap_out", 1024), ("stat-major-faults", "major_fault", 1), ("stat-minor-faults", "minor_fault", 1),
        ("stat-free-memory", "unused", 1024), ("stat-total-memory", "available", 1024), ("stat-available-memory", "usable", 1024),
        ("stat-disk-caches", "disk_caches", 1024), ("stat-htlb-pgalloc", "hugetlb_pgalloc", 1), ("stat-htlb-pgfail", "hugetlb_pgfail", 1),
    ];

    /// <summary>Asks everything at once, so that QEMU and pandod wake up once for it; throws as QMP does.</summary>
    public static async Task<QemuReading> ReadAsync(RunningGuest guest, TimeSpan limit, CancellationToken cancellationToken)
    {
        var live = guest.Live;
        var definition = live.Definition;
        async Task<T?> AskAsync<T>(bool wanted, Func<QmpVerb<T>> verb) => wanted ? await guest.ExecuteAsync(verb(), limit, cancellationToken) : default;

        var disks = !definition.Devices.Disks.Items.IsEmpty;
        var balloon = definition.Devices.Memballoon is { Model: not MemballoonModel.None } one ? one : null;
        var counters = AskAsync(disks, static () => new QueryBlockstats());
        var drives = AskAsync(disks, static () => new QueryBlock());
        var inflated = AskAsync(balloon is not null, static () => new QueryBalloon());
        var told = AskAsync(balloon is { StatsPeriodSeconds: > 0, Alias: not null }, () => new QomGet($"/machine/peripheral/{balloon!.Alias!.Value.Name}", "guest-stats"));
        var threads = AskAsync(!definition.IoThreads.IsEmpty, static () => new QueryIothreads());
        await Task.WhenAll(counters, drives, inflated, told, threads);

        var figures = new Figures();
        var chains = new Figures();
        var blocks = new BlockFigures(live, await counters, await drives);
        blocks.AddTo(figures);
        blocks.AddChainsTo(chains);
        AddBalloon(figures, definition, await inflated, await told);
        AddIoThreads(figures, await threads);
        return new QemuReading(live, figures, chains);
    }

    /// <summary>The host's threads of the processors, by their number.</summary>
    public static async Task<IReadOnlyDictionary<int, int>> ThreadsAsync(RunningGuest guest, TimeSpan limit, CancellationToken cancellationToken) =>
        (await guest.ExecuteAsync(new QueryCpusFast(), limit, cancellationToken)).ToDictionary(cpu => cpu.CpuIndex, cpu => cpu.ThreadId);

    public static void AddDirtyRate(Figures figures, DirtyRateInfo rate)
    {
        figures.Add("dirtyrate.calc_status", rate.Status switch { "measuring" => 1, "measured" => 2, _ => 0 })
            .Add("dirtyrate.calc_start_time", rate.StartTimeSeconds)
            .Add("dirtyrate.calc_period", rate.PeriodSeconds)
            .Add("dirtyrate.megabytes_per_second", rate.MiBPerSecond)
            .Add("dirtyrate.calc_mode", rate.Mode);
        foreach (var vcpu in rate.Vcpus ?? [])
        {
            figures.Add(string.Create(CultureInfo.InvariantCulture, $"dirtyrate.vcpu.{vcpu.Id}.megabytes_per_second"), vcpu.MiBPerSecond);
        }
    }

    private static int NumberOf(string thread) =>
        int.TryParse(thread.AsSpan(thread.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static void AddIoThreads(Figures figures, IReadOnlyList<IoThreadInfo>? threads)
    {
        if (threads is null)
        {
            return;
        }
        figures.Add("iothread.count", threads.Count);
        foreach (var thread in threads)
        {
            // libvirt numbers them by their ids, not by their order.
            var index = NumberOf(thread.Id);
            figures.Add(Figures.Name("iothread", index, "poll-max-ns"), thread.PollMaxNs)
                .Add(Figures.Name("iothread", index, "poll-grow"), thread.PollGrow)
                .Add(Figures.Name("iothread", index, "poll-shrink"), thread.PollShrink);
        }
    }

    private static void AddBalloon(Figures figures, DomainDefinition definition, BalloonInfo? balloon, JsonElement told)
    {
        figures.Add("balloon.current", balloon is null ? definition.CurrentMemoryKiB : balloon.ActualBytes / 1024)
            .Add("balloon.maximum", definition.MemoryKiB);
        if (told.ValueKind is JsonValueKind.Object)
        {
            AddGuestMemory(figures, told);
        }
    }

    private static void AddGuestMemory(Figures figures, JsonElement told)
    {
        if (told.TryGetProperty("stats", out var stats))
        {
            foreach (var (qemu, name, divisor) in GuestMemory)
            {
                // What the guest does not report is all ones.
                if (stats.TryGetProperty(qemu, out var value) && value.TryGetUInt64(out var number) && number != ulong.MaxValue)
                {
                    figures.Add($"balloon.{name}", (long)number / divisor);
                }
            }
        }
        if (told.TryGetProperty("last-update", out var update) && update.TryGetInt64(out var seconds))
        {
            figures.Add("balloon.last-update", seconds);
        }
    }
}
