namespace Pando.Api.Statistics;

/// <summary>What a machine does in a second, of two readings of its statistics.</summary>
public sealed record MachineRates
{
    private const double NanosecondsPerPercent = 1e7;

    // The sampler asks QEMU every ten seconds: what is older than three turns was asked for in vain.
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(30);

    /// <summary>Its uuid.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When the later reading was taken.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Since when its QEMU does not answer: its own figures are of then; absent while it answers.</summary>
    public DateTimeOffset? StaleSince { get; init; }

    /// <summary>How many virtual CPUs it has.</summary>
    public long Vcpus { get; init; }

    /// <summary>Processor time of its process in percent of one processor; absent where it was read only once.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>What its process has of the host's memory, in KiB.</summary>
    public long? ResidentKiB { get; init; }

    /// <summary>The memory that the guest has, in KiB.</summary>
    public long? MemoryKiB { get; init; }

    /// <summary>What the guest uses of it, in KiB; absent where it does not tell.</summary>
    public long? UsedKiB { get; init; }

    /// <summary>Read from its disks, in bytes a second.</summary>
    public double? DiskReadBytes { get; init; }

    /// <summary>Written to its disks, in bytes a second.</summary>
    public double? DiskWriteBytes { get; init; }

    /// <summary>Received by its network interfaces, in bytes a second.</summary>
    public double? NetReceivedBytes { get; init; }

    /// <summary>Sent by its network interfaces, in bytes a second.</summary>
    public double? NetSentBytes { get; init; }

    /// <summary>Of two readings of one machine; the earlier one may be missing. Null for a machine without a process.</summary>
    public static MachineRates? Of(MachineStatistics? before, MachineStatistics now)
    {
        ArgumentNullException.ThrowIfNull(now);
        if (now.At is not { } at)
        {
            return null;
        }
        // Another process begins at 0 again: what came before it says nothing.
        var earlier = before is { At: { } then } && then < at && Number(before, "cpu.time") <= Number(now, "cpu.time") ? before : null;
        var kernel = earlier is null ? 0 : (at - earlier.At!.Value).TotalSeconds;
        var qemu = earlier is { QemuAt: { } told } && now.QemuAt is { } tells ? (tells - told).TotalSeconds : 0;
        return new MachineRates
        {
            Id = now.Id,
            Name = now.Name,
            At = at,
            StaleSince = now.QemuAt is { } last && at - last > Stale ? last : null,
            Vcpus = Number(now, "vcpu.current") ?? 0,
            CpuPercent = Rate(Number(earlier, "cpu.time"), Number(now, "cpu.time"), kernel) / NanosecondsPerPercent,
            ResidentKiB = Number(now, "balloon.rss"),
            MemoryKiB = Number(now, "balloon.current"),
            UsedKiB = Number(now, "balloon.available") - Number(now, "balloon.unused"),
            DiskReadBytes = Rate(Sum(earlier, "block.", ".rd.bytes"), Sum(now, "block.", ".rd.bytes"), qemu),
            DiskWriteBytes = Rate(Sum(earlier, "block.", ".wr.bytes"), Sum(now, "block.", ".wr.bytes"), qemu),
            NetReceivedBytes = Rate(Sum(earlier, "net.", ".rx.bytes"), Sum(now, "net.", ".rx.bytes"), kernel),
            NetSentBytes = Rate(Sum(earlier, "net.", ".tx.bytes"), Sum(now, "net.", ".tx.bytes"), kernel),
        };
    }

    private static long? Number(MachineStatistics? machine, string name) =>
        machine is not null && machine.Numbers.TryGetValue(name, out var value) ? value : null;

    private static long? Sum(MachineStatistics? machine, string group, string field)
    {
        var values = machine?.Numbers.Where(pair => pair.Key.StartsWith(group, StringComparison.Ordinal) && pair.Key.EndsWith(field, StringComparison.Ordinal)).ToList();
        return values is { Count: > 0 } ? values.Sum(pair => pair.Value) : null;
    }

    /// <summary>A device that was taken away takes its counts along: less than before is nothing.</summary>
    private static double? Rate(long? before, long? now, double seconds) =>
        seconds > 0 && now - before is { } grown ? Math.Max(0, grown / seconds) : null;
}
