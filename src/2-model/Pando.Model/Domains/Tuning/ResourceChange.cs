namespace Pando.Model.Domains;

/// <summary>
/// A change of what a machine gets of the host's processors, memory and disks. What is null stays; a limit of -1, and a
/// device's of 0, is taken away.
/// </summary>
public sealed record ResourceChange
{
    /// <summary>What takes a limit away.</summary>
    public const long NoLimit = -1;

    /// <summary><c>cputune/shares</c>.</summary>
    public long? CpuShares { get; init; }

    /// <summary><c>cputune/period</c> and <c>quota</c>; a null of either stays.</summary>
    public CpuBandwidth Vcpus { get; init; } = new();

    /// <summary><c>cputune/global_period</c> and <c>global_quota</c>.</summary>
    public CpuBandwidth Global { get; init; } = new();

    /// <summary><c>cputune/emulator_period</c> and <c>emulator_quota</c>.</summary>
    public CpuBandwidth Emulator { get; init; } = new();

    /// <summary><c>cputune/iothread_period</c> and <c>iothread_quota</c>.</summary>
    public CpuBandwidth IoThreads { get; init; } = new();

    /// <summary><c>memtune/hard_limit</c>, in KiB.</summary>
    public long? HardLimitKiB { get; init; }

    /// <summary><c>memtune/soft_limit</c>, in KiB.</summary>
    public long? SoftLimitKiB { get; init; }

    /// <summary><c>memtune/swap_hard_limit</c>, in KiB.</summary>
    public long? SwapHardLimitKiB { get; init; }

    /// <summary><c>blkiotune/weight</c>.</summary>
    public int? BlockIoWeight { get; init; }

    /// <summary><c>blkiotune/device</c>, each merged into what there is of that path.</summary>
    public EquatableArray<BlockIoDeviceTuning> BlockIoDevices { get; init; }

    /// <summary><c>numatune/memory</c>'s mode.</summary>
    public NumaMode? NumaMode { get; init; }

    /// <summary><c>numatune/memory</c>'s nodes.</summary>
    public NumberSet? NumaNodes { get; init; }

    /// <summary><c>cputune/vcpupin</c>, by the number of the virtual processor; the others stay.</summary>
    public EquatableArray<PinChange> VcpuPins { get; init; }

    /// <summary><c>cputune/iothreadpin</c>, by the number of the I/O thread; the others stay.</summary>
    public EquatableArray<PinChange> IoThreadPins { get; init; }

    /// <summary><c>cputune/emulatorpin</c>; its number says nothing.</summary>
    public PinChange? EmulatorPin { get; init; }

    /// <summary>Whether threads are to be placed anew.</summary>
    public bool IsOfPins => !VcpuPins.IsEmpty || !IoThreadPins.IsEmpty || EmulatorPin is not null;

    /// <summary>Whether single threads are to be limited anew.</summary>
    public bool IsOfThreads => Vcpus != new CpuBandwidth() || Emulator != new CpuBandwidth() || IoThreads != new CpuBandwidth();

    /// <summary>The machine with the change in it; nothing is checked here.</summary>
    public DomainDefinition ApplyTo(DomainDefinition machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var cpu = machine.CpuTuning;
        var memory = machine.MemoryTuning;
        return machine with
        {
            CpuTuning = cpu with
            {
                Shares = CpuShares ?? cpu.Shares,
                Vcpus = Merge(cpu.Vcpus, Vcpus),
                Global = Merge(cpu.Global, Global),
                Emulator = Merge(cpu.Emulator, Emulator),
                IoThreads = Merge(cpu.IoThreads, IoThreads),
                VcpuPins = Merge(cpu.VcpuPins, VcpuPins),
                IoThreadPins = Merge(cpu.IoThreadPins, IoThreadPins),
                EmulatorPin = EmulatorPin is { } emulator ? emulator.Cpus : cpu.EmulatorPin,
            },
            MemoryTuning = memory with
            {
                HardLimitKiB = Merge(memory.HardLimitKiB, HardLimitKiB),
                SoftLimitKiB = Merge(memory.SoftLimitKiB, SoftLimitKiB),
                SwapHardLimitKiB = Merge(memory.SwapHardLimitKiB, SwapHardLimitKiB),
            },
            BlockIoTuning = machine.BlockIoTuning with
            {
                Weight = BlockIoWeight ?? machine.BlockIoTuning.Weight,
                Devices = BlockIoDevices.Items.Aggregate(machine.BlockIoTuning.Devices, Merge),
            },
            NumaTuning = NumaMode is null && NumaNodes is null
                ? machine.NumaTuning
                : machine.NumaTuning with
                {
                    Memory = new NumaPolicy(
                        NumaMode ?? machine.NumaTuning.Memory?.Mode ?? Domains.NumaMode.Strict, NumaNodes ?? machine.NumaTuning.Memory?.Nodes),
                },
        };
    }

    private static CpuBandwidth Merge(CpuBandwidth old, CpuBandwidth change) =>
        new(change.PeriodMicroseconds ?? old.PeriodMicroseconds, change.QuotaMicroseconds ?? old.QuotaMicroseconds);

    private static EquatableArray<ThreadPin> Merge(EquatableArray<ThreadPin> old, EquatableArray<PinChange> changes) => changes.IsEmpty
        ? old
        : [
            .. old.Items.Where(pin => !changes.Items.Any(change => change.Thread == pin.Thread))
                .Concat(changes.Items.Where(static change => change.Cpus is not null).Select(static change => new ThreadPin(change.Thread, change.Cpus!)))
                .OrderBy(static pin => pin.Thread),
        ];

    private static long? Merge(long? old, long? change) => change switch
    {
        null => old,
        < 0 => null,
        _ => change,
    };

    private static EquatableArray<BlockIoDeviceTuning> Merge(EquatableArray<BlockIoDeviceTuning> devices, BlockIoDeviceTuning change)
    {
        var old = devices.Items.FirstOrDefault(device => device.Path == change.Path);
        var merged = new BlockIoDeviceTuning
        {
            Path = change.Path,
            Weight = change.Weight is 0 ? null : change.Weight ?? old?.Weight,
            ReadsPerSecond = Limit(old?.ReadsPerSecond, change.ReadsPerSecond),
            WritesPerSecond = Limit(old?.WritesPerSecond, change.WritesPerSecond),
            ReadBytesPerSecond = Limit(old?.ReadBytesPerSecond, change.ReadBytesPerSecond),
            WriteBytesPerSecond = Limit(old?.WriteBytesPerSecond, change.WriteBytesPerSecond),
        };
        var without = devices.RemoveAll(device => device.Path == change.Path);
        return merged == new BlockIoDeviceTuning { Path = change.Path } ? without : without.Add(merged);
    }

    private static long? Limit(long? old, long? change) => change is 0 ? null : change ?? old;
}
