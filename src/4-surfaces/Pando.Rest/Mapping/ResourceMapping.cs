using Pando.Api.Machines;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Rest.Mapping;

/// <summary>A machine's resources in the contract's words, and changes of them back.</summary>
internal static class ResourceMapping
{
    private const int MostNodes = 1023;
    private const int MostCpus = 65_535;
    private const string AllCpus = "all";

    public static MachineResources Of(DomainDefinition machine)
    {
        var cpu = machine.CpuTuning;
        var memory = machine.MemoryTuning;
        return new MachineResources
        {
            CpuShares = cpu.Shares,
            VcpuPeriod = cpu.Vcpus.PeriodMicroseconds,
            VcpuQuota = cpu.Vcpus.QuotaMicroseconds,
            GlobalPeriod = cpu.Global.PeriodMicroseconds,
            GlobalQuota = cpu.Global.QuotaMicroseconds,
            EmulatorPeriod = cpu.Emulator.PeriodMicroseconds,
            EmulatorQuota = cpu.Emulator.QuotaMicroseconds,
            IoThreadPeriod = cpu.IoThreads.PeriodMicroseconds,
            IoThreadQuota = cpu.IoThreads.QuotaMicroseconds,
            HardLimitKiB = memory.HardLimitKiB,
            SoftLimitKiB = memory.SoftLimitKiB,
            SwapHardLimitKiB = memory.SwapHardLimitKiB,
            BlockIoWeight = machine.BlockIoTuning.Weight,
            BlockIoDevices = machine.BlockIoTuning.Devices.IsEmpty ? null : [.. machine.BlockIoTuning.Devices.Items.Select(Of)],
            NumaMode = machine.NumaTuning.Memory is { } numa ? EnumWords<NumaMode>.KebabOf(numa.Mode) : null,
            NumaNodes = machine.NumaTuning.Memory?.Nodes?.ToString(),
            VcpuPins = Pins(cpu.VcpuPins),
            EmulatorPin = cpu.EmulatorPin?.ToString(),
            IoThreadPins = Pins(cpu.IoThreadPins),
        };
    }

    /// <exception cref="CallerException"><c>request.invalid</c></exception>
    public static ResourceChange Change(MachineResources wish) => new()
    {
        CpuShares = wish.CpuShares,
        Vcpus = new CpuBandwidth(wish.VcpuPeriod, wish.VcpuQuota),
        Global = new CpuBandwidth(wish.GlobalPeriod, wish.GlobalQuota),
        Emulator = new CpuBandwidth(wish.EmulatorPeriod, wish.EmulatorQuota),
        IoThreads = new CpuBandwidth(wish.IoThreadPeriod, wish.IoThreadQuota),
        HardLimitKiB = wish.HardLimitKiB,
        SoftLimitKiB = wish.SoftLimitKiB,
        SwapHardLimitKiB = wish.SwapHardLimitKiB,
        BlockIoWeight = wish.BlockIoWeight,
        BlockIoDevices = (wish.BlockIoDevices ?? []).Select(Of).ToEquatableArray(),
        NumaMode = wish.NumaMode is { } mode ? Mode(mode) : null,
        NumaNodes = wish.NumaNodes is { } nodes ? NumberSet.TryParse(nodes, MostNodes) ?? throw Invalid("numaNodes", nodes) : null,
        VcpuPins = (wish.VcpuPins ?? []).Select(static pin => Pin("vcpuPins", pin)).ToEquatableArray(),
        EmulatorPin = wish.EmulatorPin is { } emulator ? new PinChange(0, Cpus("emulatorPin", emulator)) : null,
        IoThreadPins = (wish.IoThreadPins ?? []).Select(static pin => Pin("ioThreadPins", pin)).ToEquatableArray(),
    };

    private static NumaMode Mode(string word)
    {
        for (var i = 0; i < EnumWords<NumaMode>.All.Count; i++)
        {
            if (EnumWords<NumaMode>.All[i] == word)
            {
                return (NumaMode)i;
            }
        }
        throw Invalid("numaMode", $"{word} ({string.Join(", ", EnumWords<NumaMode>.All)})");
    }

    private static IReadOnlyList<MachineThreadPin>? Pins(EquatableArray<ThreadPin> pins) =>
        pins.IsEmpty ? null : [.. pins.Items.Select(static pin => new MachineThreadPin { Thread = pin.Thread, Cpus = pin.Cpus.ToString() })];

    private static PinChange Pin(string what, MachineThreadPin pin) => new(pin.Thread, Cpus(what, pin.Cpus));

    /// <summary>Null for all of them.</summary>
    private static NumberSet? Cpus(string what, string cpus) => cpus == AllCpus ? null : NumberSet.TryParse(cpus, MostCpus) ?? throw Invalid(what, cpus);

    private static CallerException Invalid(string what, string reason) => new(ErrorCodes.Request.Invalid, ("what", what), ("reason", reason));

    private static MachineDiskShare Of(BlockIoDeviceTuning device) => new()
    {
        Path = device.Path,
        Weight = device.Weight,
        ReadsPerSecond = device.ReadsPerSecond,
        WritesPerSecond = device.WritesPerSecond,
        ReadBytesPerSecond = device.ReadBytesPerSecond,
        WriteBytesPerSecond = device.WriteBytesPerSecond,
    };

    private static BlockIoDeviceTuning Of(MachineDiskShare device) => new()
    {
        Path = device.Path,
        Weight = device.Weight,
        ReadsPerSecond = device.ReadsPerSecond,
        WritesPerSecond = device.WritesPerSecond,
        ReadBytesPerSecond = device.ReadBytesPerSecond,
        WriteBytesPerSecond = device.WriteBytesPerSecond,
    };
}
