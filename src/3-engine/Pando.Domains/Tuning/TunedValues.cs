using System.Globalization;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Domains.Tuning;

/// <summary>Tells what was tuned of a running machine, under libvirt's names (virDomainEventTunable): <c>cputune.vcpupin0</c>.</summary>
internal static class TunedValues
{
    public static void Tell(IEvents events, DomainDefinition machine, ResourceChange change) =>
        events.Publish("machine.tunable", machine.Id.ToString(), [("name", machine.Name), .. Of(machine, change)]);

    /// <summary>What was changed, each with what is in force now.</summary>
    internal static IEnumerable<(string Name, string Value)> Of(DomainDefinition machine, ResourceChange change)
    {
        var cpu = machine.CpuTuning;
        (string Name, object? Asked, object? Now)[] all =
        [
            ("cputune.cpu_shares", change.CpuShares, cpu.Shares),
            .. Bandwidth("vcpu", change.Vcpus, cpu.Vcpus),
            .. Bandwidth("global", change.Global, cpu.Global),
            .. Bandwidth("emulator", change.Emulator, cpu.Emulator),
            .. Bandwidth("iothread", change.IoThreads, cpu.IoThreads),
            .. Pins("cputune.vcpupin", change.VcpuPins, cpu.VcpuPins),
            ("cputune.emulatorpin", change.EmulatorPin, cpu.EmulatorPin),
            .. Pins("cputune.iothreadpin", change.IoThreadPins, cpu.IoThreadPins),
            ("memtune.hard_limit", change.HardLimitKiB, machine.MemoryTuning.HardLimitKiB),
            ("memtune.soft_limit", change.SoftLimitKiB, machine.MemoryTuning.SoftLimitKiB),
            ("memtune.swap_hard_limit", change.SwapHardLimitKiB, machine.MemoryTuning.SwapHardLimitKiB),
            ("blkiotune.weight", change.BlockIoWeight, machine.BlockIoTuning.Weight),
            .. change.BlockIoDevices.Items.Select(static device => ("blkiotune.device", (object?)device, (object?)device.Path)),
            ("numatune.nodeset", change.NumaNodes, machine.NumaTuning.Memory?.Nodes),
        ];
        return all.Where(static one => one.Asked is not null)
            .Select(static one => (one.Name, Convert.ToString(one.Now, CultureInfo.InvariantCulture) is { Length: > 0 } now ? now : "none"));
    }

    private static IEnumerable<(string Name, object? Asked, object? Now)> Bandwidth(string of, CpuBandwidth change, CpuBandwidth now) =>
    [
        ($"cputune.{of}_period", change.PeriodMicroseconds, now.PeriodMicroseconds),
        ($"cputune.{of}_quota", change.QuotaMicroseconds, now.QuotaMicroseconds),
    ];

    private static IEnumerable<(string Name, object? Asked, object? Now)> Pins(string name, EquatableArray<PinChange> changes, EquatableArray<ThreadPin> now) =>
        changes.Items.Select(change => (
            string.Create(CultureInfo.InvariantCulture, $"{name}{change.Thread}"), (object?)change, (object?)now.Items.FirstOrDefault(pin => pin.Thread == change.Thread)?.Cpus));
}
