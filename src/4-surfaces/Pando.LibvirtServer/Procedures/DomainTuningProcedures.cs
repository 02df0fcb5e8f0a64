using System.Globalization;
using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model;
using Pando.Model.Domains;

namespace Pando.LibvirtServer.Procedures;

/// <summary>What a machine gets of the host's processors, memory and disks.</summary>
internal sealed class DomainTuningProcedures(DomainLookup lookup)
{
    // VIR_DOMAIN_MEMORY_PARAM_UNLIMITED, in KiB.
    private const long UnlimitedMemory = 9_007_199_254_740_991;

    // What the kernel has for a control group that nobody limited.
    private const long UsualShares = 100;
    private const long UsualPeriod = 100_000;
    private const int SchedulerCount = 9;
    private const int MostNodes = 4096;

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.DomainGetSchedulerType, (_, arguments) => SchedulerType(arguments));
        table.Add(RemoteProgram.DomainGetSchedulerParameters, (_, arguments) => new DomainGetSchedulerParametersRet(Parameters.Fit(Scheduler(arguments.Dom, 0), arguments.Nparams)));
        table.Add(RemoteProgram.DomainGetSchedulerParametersFlags, (_, arguments) =>
            new DomainGetSchedulerParametersFlagsRet(Parameters.Fit(Scheduler(arguments.Dom, arguments.Flags), arguments.Nparams)));
        table.Add(RemoteProgram.DomainSetSchedulerParameters, (call, arguments) => TuneAsync(call, arguments.Dom, arguments.Params, 0, WithScheduler));
        table.Add(RemoteProgram.DomainSetSchedulerParametersFlags, (call, arguments) => TuneAsync(call, arguments.Dom, arguments.Params, arguments.Flags, WithScheduler));
        table.Add(RemoteProgram.DomainGetMemoryParameters, (_, arguments) =>
            Told(Memory(arguments.Dom, arguments.Flags), arguments.Nparams, (some, count) => new DomainGetMemoryParametersRet(some, count)));
        table.Add(RemoteProgram.DomainSetMemoryParameters, (call, arguments) => TuneAsync(call, arguments.Dom, arguments.Params, arguments.Flags, WithMemory));
        table.Add(RemoteProgram.DomainGetBlkioParameters, (_, arguments) =>
            Told(BlockIo(arguments.Dom, arguments.Flags), arguments.Nparams, (some, count) => new DomainGetBlkioParametersRet(some, count)));
        table.Add(RemoteProgram.DomainSetBlkioParameters, (call, arguments) => TuneAsync(call, arguments.Dom, arguments.Params, arguments.Flags, WithBlockIo));
        table.Add(RemoteProgram.DomainGetNumaParameters, (_, arguments) =>
            Told(Numa(arguments.Dom, arguments.Flags), arguments.Nparams, (some, count) => new DomainGetNumaParametersRet(some, count)));
        table.Add(RemoteProgram.DomainSetNumaParameters, (call, arguments) => TuneAsync(call, arguments.Dom, arguments.Params, arguments.Flags, WithNuma));
    }

    private static TResult Told<TResult>(IReadOnlyList<TypedParam> all, int room, Func<IReadOnlyList<TypedParam>, int, TResult> answer) =>
        room <= 0 ? answer([], all.Count) : answer(Parameters.Fit(all, room), Math.Min(room, all.Count));

    /// <summary>Read-only clients and old ones do not say that they understand text; all that do come over the wire do.</summary>
    private (DomainDefinition Definition, bool Runs) Meant(RemoteDomain domain, uint flags) =>
        Impact.Meant(lookup.Get(domain), flags & ~(uint)VirTypedParameterFlags.StringOkay);

    private DomainGetSchedulerTypeRet SchedulerType(DomainGetSchedulerTypeArgs arguments)
    {
        lookup.Get(arguments.Dom);
        return new DomainGetSchedulerTypeRet("posix", SchedulerCount);
    }

    private IReadOnlyList<TypedParam> Scheduler(RemoteDomain domain, uint flags)
    {
        var (definition, runs) = Meant(domain, flags);
        var cpu = definition.CpuTuning;
        return
        [
            Parameters.UnsignedLong("cpu_shares", cpu.Shares ?? (runs ? UsualShares : 0)),
            .. Bandwidth("vcpu", cpu.Vcpus, runs),
            .. Bandwidth("emulator", cpu.Emulator, runs),
            .. Bandwidth("global", cpu.Global, runs),
            .. Bandwidth("iothread", cpu.IoThreads, runs),
        ];
    }

    private static IEnumerable<TypedParam> Bandwidth(string of, CpuBandwidth bandwidth, bool runs) =>
    [
        Parameters.UnsignedLong(of + "_period", bandwidth.PeriodMicroseconds ?? (runs ? UsualPeriod : 0)),
        Parameters.Long(of + "_quota", bandwidth.QuotaMicroseconds ?? (runs ? -1 : 0)),
    ];

    private static ResourceChange WithScheduler(ResourceChange change, TypedParam one) => one.Field switch
    {
        "cpu_shares" => change with { CpuShares = Parameters.Number(one) },
        "vcpu_period" => change with { Vcpus = change.Vcpus with { PeriodMicroseconds = Parameters.Number(one) } },
        "vcpu_quota" => change with { Vcpus = change.Vcpus with { QuotaMicroseconds = Parameters.Number(one) } },
        "global_period" => change with { Global = change.Global with { PeriodMicroseconds = Parameters.Number(one) } },
        "global_quota" => change with { Global = change.Global with { QuotaMicroseconds = Parameters.Number(one) } },
        "emulator_period" => change with { Emulator = change.Emulator with { PeriodMicroseconds = Parameters.Number(one) } },
        "emulator_quota" => change with { Emulator = change.Emulator with { QuotaMicroseconds = Parameters.Number(one) } },
        "iothread_period" => change with { IoThreads = change.IoThreads with { PeriodMicroseconds = Parameters.Number(one) } },
        "iothread_quota" => change with { IoThreads = change.IoThreads with { QuotaMicroseconds = Parameters.Number(one) } },
        _ => throw Parameters.Unknown(one),
    };

    private IReadOnlyList<TypedParam> Memory(RemoteDomain domain, uint flags)
    {
        var memory = Meant(domain, flags).Definition.MemoryTuning;
        return
        [
            Parameters.UnsignedLong("hard_limit", memory.HardLimitKiB ?? UnlimitedMemory),
            Parameters.UnsignedLong("soft_limit", memory.SoftLimitKiB ?? UnlimitedMemory),
            Parameters.UnsignedLong("swap_hard_limit", memory.SwapHardLimitKiB ?? UnlimitedMemory),
        ];
    }

    private static ResourceChange WithMemory(ResourceChange change, TypedParam one)
    {
        var limit = Parameters.Number(one) is >= 0 and < UnlimitedMemory and var value ? value : ResourceChange.NoLimit;
        return one.Field switch
        {
            "hard_limit" => change with { HardLimitKiB = limit },
            "soft_limit" => change with { SoftLimitKiB = limit },
            "swap_hard_limit" => change with { SwapHardLimitKiB = limit },
            "min_guarantee" => throw LibvirtRefusal.Unsupported("a guaranteed share of memory"),
            _ => throw Parameters.Unknown(one),
        };
    }

    private IReadOnlyList<TypedParam> BlockIo(RemoteDomain domain, uint flags)
    {
        var (definition, runs) = Meant(domain, flags);
        var tuning = definition.BlockIoTuning;
        return
        [
            Parameters.Unsigned("weight", tuning.Weight ?? (runs ? UsualShares : 0)),
            Of("device_weight", device => device.Weight),
            Of("device_read_iops_sec", device => device.ReadsPerSecond),
            Of("device_write_iops_sec", device => device.WritesPerSecond),
            Of("device_read_bytes_sec", device => device.ReadBytesPerSecond),
            Of("device_write_bytes_sec", device => device.WriteBytesPerSecond),
        ];

        TypedParam Of(string name, Func<BlockIoDeviceTuning, long?> limit) => Parameters.Text(name, string.Join(
            ',', tuning.Devices.Items.Where(device => limit(device) is not null).Select(device => string.Create(CultureInfo.InvariantCulture, $"{device.Path},{limit(device)}"))));
    }

    private static ResourceChange WithBlockIo(ResourceChange change, TypedParam one) => one.Field switch
    {
        "weight" => change with { BlockIoWeight = Parameters.SmallNumber(one) },
        "device_weight" => Devices(change, one, static (device, value) => device with { Weight = (int)Math.Min(value, int.MaxValue) }),
        "device_read_iops_sec" => Devices(change, one, static (device, value) => device with { ReadsPerSecond = value }),
        "device_write_iops_sec" => Devices(change, one, static (device, value) => device with { WritesPerSecond = value }),
        "device_read_bytes_sec" => Devices(change, one, static (device, value) => device with { ReadBytesPerSecond = value }),
        "device_write_bytes_sec" => Devices(change, one, static (device, value) => device with { WriteBytesPerSecond = value }),
        _ => throw Parameters.Unknown(one),
    };

    /// <summary>libvirt writes devices and their limits in turns: <c>/dev/sda,500,/dev/sdb,100</c>.</summary>
    private static ResourceChange Devices(ResourceChange change, TypedParam one, Func<BlockIoDeviceTuning, long, BlockIoDeviceTuning> with)
    {
        var words = Parameters.TextOf(one).Split(',');
        if (words.Length % 2 != 0)
        {
            throw LibvirtRefusal.InvalidArgument($"unable to parse '{Parameters.TextOf(one)}' of parameter '{one.Field}'");
        }
        var devices = change.BlockIoDevices;
        foreach (var pair in words.Chunk(2))
        {
            if (!long.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                throw LibvirtRefusal.InvalidArgument($"invalid value '{pair[1]}' for parameter '{one.Field}' of device '{pair[0]}'");
            }
            var known = devices.Items.FirstOrDefault(device => device.Path == pair[0]) ?? new BlockIoDeviceTuning { Path = pair[0] };
            devices = devices.RemoveAll(device => device.Path == pair[0]).Add(with(known, value));
        }
        return change with { BlockIoDevices = devices };
    }

    private IReadOnlyList<TypedParam> Numa(RemoteDomain domain, uint flags)
    {
        var policy = Meant(domain, flags).Definition.NumaTuning.Memory;
        return
        [
            Parameters.Int("numa_mode", (int)(policy?.Mode ?? NumaMode.Strict)),
            Parameters.Text("numa_nodeset", policy?.Nodes?.ToString() ?? ""),
        ];
    }

    // The modes have libvirt's numbers (virDomainNumatuneMemMode).
    private static ResourceChange WithNuma(ResourceChange change, TypedParam one) => one.Field switch
    {
        "numa_mode" when Enum.IsDefined((NumaMode)Parameters.SmallNumber(one)) => change with { NumaMode = (NumaMode)Parameters.SmallNumber(one) },
        "numa_mode" => throw LibvirtRefusal.InvalidArgument($"unsupported numatune mode: '{Parameters.Number(one)}'"),
        "numa_nodeset" => change with
        {
            NumaNodes = NumberSet.TryParse(Parameters.TextOf(one), MostNodes) ?? throw LibvirtRefusal.InvalidArgument($"Invalid nodeset of '{Parameters.TextOf(one)}'"),
        },
        _ => throw Parameters.Unknown(one),
    };

    private ValueTask<Nothing> TuneAsync(
        Call call, RemoteDomain domain, IReadOnlyList<TypedParam> parameters, uint flags, Func<ResourceChange, TypedParam, ResourceChange> with)
    {
        var scope = Impact.Of(flags & ~(uint)VirTypedParameterFlags.StringOkay);
        return lookup.AskAsync(call, domain, new TuneRequest(parameters.Aggregate(new ResourceChange(), with), scope));
    }
}
