using System.Globalization;
using Pando.Domains;
using Pando.Domains.Statistics;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Figures of machines, from the cache: no QEMU is asked.</summary>
internal sealed class DomainStatisticsProcedures(LibvirtServices services, DomainLookup lookup)
{
    private const VirConnectGetAllDomainStatsFlags Filters =
        VirConnectGetAllDomainStatsFlags.Active | VirConnectGetAllDomainStatsFlags.Inactive | VirConnectGetAllDomainStatsFlags.Persistent
        | VirConnectGetAllDomainStatsFlags.Transient | VirConnectGetAllDomainStatsFlags.Running | VirConnectGetAllDomainStatsFlags.Paused
        | VirConnectGetAllDomainStatsFlags.Shutoff | VirConnectGetAllDomainStatsFlags.Other;

    // MIN_DIRTYRATE_CALC_PERIOD and MAX_DIRTYRATE_CALC_PERIOD.
    private const int LeastSeconds = 1;
    private const int MostSeconds = 60;

    private static readonly (VirDomainStatsTypes Flag, StatisticsGroup Group)[] Groups =
    [
        (VirDomainStatsTypes.State, StatisticsGroup.State),
        (VirDomainStatsTypes.CpuTotal, StatisticsGroup.Cpu),
        (VirDomainStatsTypes.Balloon, StatisticsGroup.Balloon),
        (VirDomainStatsTypes.Vcpu, StatisticsGroup.Vcpu),
        (VirDomainStatsTypes.Interface, StatisticsGroup.Net),
        (VirDomainStatsTypes.Block, StatisticsGroup.Block),
        (VirDomainStatsTypes.Perf, StatisticsGroup.Perf),
        (VirDomainStatsTypes.Iothread, StatisticsGroup.Iothread),
        (VirDomainStatsTypes.Memory, StatisticsGroup.Memory),
        (VirDomainStatsTypes.Dirtyrate, StatisticsGroup.Dirtyrate),
    ];

    private static readonly (string Name, VirDomainMemoryStatTags Tag)[] MemoryTags =
    [
        ("balloon.current", VirDomainMemoryStatTags.ActualBalloon),
        ("balloon.swap_in", VirDomainMemoryStatTags.SwapIn),
        ("balloon.swap_out", VirDomainMemoryStatTags.SwapOut),
        ("balloon.major_fault", VirDomainMemoryStatTags.MajorFault),
        ("balloon.minor_fault", VirDomainMemoryStatTags.MinorFault),
        ("balloon.unused", VirDomainMemoryStatTags.Unused),
        ("balloon.available", VirDomainMemoryStatTags.Available),
        ("balloon.usable", VirDomainMemoryStatTags.Usable),
        ("balloon.last-update", VirDomainMemoryStatTags.LastUpdate),
        ("balloon.disk_caches", VirDomainMemoryStatTags.DiskCaches),
        ("balloon.hugetlb_pgalloc", VirDomainMemoryStatTags.HugetlbPgalloc),
        ("balloon.hugetlb_pgfail", VirDomainMemoryStatTags.HugetlbPgfail),
        ("balloon.rss", VirDomainMemoryStatTags.Rss),
    ];

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectGetAllDomainStats, (call, arguments) => AllAsync(call, arguments));
        table.Add(RemoteProgram.DomainMemoryStats, (_, arguments) => Memory(arguments));
        table.Add(RemoteProgram.DomainBlockStats, async (call, arguments) => await BlockAsync(call, arguments));
        table.Add(RemoteProgram.DomainStartDirtyRateCalc, (call, arguments) => MeasureAsync(call, arguments));
        table.Add(RemoteProgram.DomainInterfaceStats, async (call, arguments) => await InterfaceAsync(call, arguments));
    }

    private static bool IsOfChains(ConnectGetAllDomainStatsArgs arguments) => (arguments.Flags & (uint)VirConnectGetAllDomainStatsFlags.Backing) != 0;

    private static IReadOnlyList<StatisticsGroup> Wanted(uint stats) => [.. Groups.Where(group => stats == 0 || (stats & (uint)group.Flag) != 0).Select(group => group.Group)];

    /// <summary>The type that libvirt gives a figure by its name.</summary>
    private static TypedParamValue Value(string name, long value) => Kind(name) switch
    {
        Sort.Int => new TypedParamValue.Int((int)value),
        Sort.Unsigned => new TypedParamValue.Uint((uint)value),
        Sort.Long => new TypedParamValue.Llong(value),
        Sort.Boolean => new TypedParamValue.Boolean((int)value),
        _ => new TypedParamValue.Ullong((ulong)Math.Max(0, value)),
    };

    private static Sort Kind(string name)
    {
        var (area, last) = (name[..name.IndexOf('.', StringComparison.Ordinal)], name[(name.LastIndexOf('.') + 1)..]);
        return (area, last) switch
        {
            ("state", _) or ("vcpu", "state") => Sort.Int,
            ("dirtyrate", "calc_status" or "calc_period") => Sort.Int,
            ("dirtyrate", _) => Sort.Long,
            ("vcpu", "halted") => Sort.Boolean,
            ("vcpu", "current" or "maximum") => Sort.Unsigned,
            (_, "count" or "backingIndex" or "poll-grow" or "poll-shrink") => Sort.Unsigned,
            _ => Sort.UnsignedLong,
        };
    }

    private async ValueTask<ConnectGetAllDomainStatsRet> AllAsync(Call call, ConnectGetAllDomainStatsArgs arguments)
    {
        IEnumerable<DomainView> machines = arguments.Doms.Count > 0
            ? arguments.Doms.Select(lookup.Get)
            : services.Domains.List().Where(view => DomainListProcedures.IsWanted(view, (VirConnectListAllDomainsFlags)(arguments.Flags & (uint)Filters)));
        var views = machines.ToList();
        var wanted = Wanted(arguments.Stats);
        List<DomainId> ids = [.. views.Select(view => view.Id)];
        await services.Statistics.RefreshOutdatedAsync(ids, call.Cancellation);
        var figures = services.Statistics.Read(ids, wanted, IsOfChains(arguments)).ToDictionary(one => one.Id);
        return new ConnectGetAllDomainStatsRet(
            [.. views.Where(view => figures.ContainsKey(view.Id)).Select(view => new DomainStatsRecord(DomainLookup.Of(view), Parameters(figures[view.Id])))]);
    }

    private static IReadOnlyList<TypedParam> Parameters(MachineStatistics machine) =>
    [
        .. machine.Numbers.Select(figure => new TypedParam(figure.Key, Value(figure.Key, figure.Value)))
            .Concat(machine.Words.Select(word => new TypedParam(word.Key, new TypedParamValue.String(word.Value))))
            .OrderBy(parameter => Array.FindIndex(Groups, group => parameter.Field.StartsWith(Prefix(group.Group), StringComparison.Ordinal)))
            .ThenBy(parameter => NumberIn(parameter.Field))
            .ThenBy(parameter => parameter.Value is TypedParamValue.String ? 0 : 1),
    ];

    /// <summary>Which of several it is of (<c>block.1.rd.reqs</c>: 1); what is of all comes first.</summary>
    private static int NumberIn(string field) =>
        field.Split('.') is [_, var number, ..] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var which) ? which : -1;

    private static string Prefix(StatisticsGroup group) => group.ToString().ToLowerInvariant() + ".";

    private DomainMemoryStatsRet Memory(DomainMemoryStatsArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var numbers = Running(arguments.Dom, StatisticsGroup.Balloon).Numbers;
        var known = MemoryTags.Where(tag => numbers.ContainsKey(tag.Name)).Select(tag => new DomainMemoryStat((int)tag.Tag, (ulong)numbers[tag.Name]));
        return new DomainMemoryStatsRet([.. known.Take((int)Math.Min(arguments.MaxStats, int.MaxValue))]);
    }

    private async ValueTask<Nothing> MeasureAsync(Call call, DomainStartDirtyRateCalcArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)(VirDomainDirtyRateCalcFlags.DirtyBitmap | VirDomainDirtyRateCalcFlags.DirtyRing));
        if (arguments.Seconds is < LeastSeconds or > MostSeconds)
        {
            throw LibvirtRefusal.InvalidArgument($"seconds={arguments.Seconds} is invalid, please choose value within [{LeastSeconds}, {MostSeconds}].");
        }
        var mode = (VirDomainDirtyRateCalcFlags)arguments.Flags switch
        {
            VirDomainDirtyRateCalcFlags.PageSampling => null,
            VirDomainDirtyRateCalcFlags.DirtyBitmap => "dirty-bitmap",
            VirDomainDirtyRateCalcFlags.DirtyRing => "dirty-ring",
            _ => throw LibvirtRefusal.InvalidArgument("flags 0x1 and 0x2 exclude each other"),
        };
        await services.Statistics.MeasureDirtyRateAsync(lookup.Get(arguments.Dom).Id, arguments.Seconds, mode, call.Cancellation);
        return Nothing.Value;
    }

    private async ValueTask<DomainBlockStatsRet> BlockAsync(Call call, DomainBlockStatsArgs arguments)
    {
        var (numbers, before) = await OfAsync(call, arguments.Dom, StatisticsGroup.Block, arguments.Path, $"invalid path: {arguments.Path}");
        return new DomainBlockStatsRet(Of("rd.reqs"), Of("rd.bytes"), Of("wr.reqs"), Of("wr.bytes"), -1);

        long Of(string name) => numbers.GetValueOrDefault(before + name, -1);
    }

    private async ValueTask<DomainInterfaceStatsRet> InterfaceAsync(Call call, DomainInterfaceStatsArgs arguments)
    {
        var (numbers, before) = await OfAsync(
            call, arguments.Dom, StatisticsGroup.Net, arguments.Device, $"invalid path, '{arguments.Device}' is not a known interface");
        return new DomainInterfaceStatsRet(
            Of("rx.bytes"), Of("rx.pkts"), Of("rx.errs"), Of("rx.drop"), Of("tx.bytes"), Of("tx.pkts"), Of("tx.errs"), Of("tx.drop"));

        long Of(string name) => numbers.GetValueOrDefault(before + name, -1);
    }

    /// <summary>The figures of one disk or card, and what stands before their names. What was plugged a moment ago is looked at anew.</summary>
    private async ValueTask<(IReadOnlyDictionary<string, long> Numbers, string Before)> OfAsync(
        Call call, RemoteDomain domain, StatisticsGroup group, string wanted, string refusal)
    {
        var machine = Running(domain, group);
        if (Index(machine, Prefix(group), wanted) is null)
        {
            await services.Statistics.RefreshAsync([machine.Id], call.Cancellation);
            machine = Running(domain, group);
        }
        return Index(machine, Prefix(group), wanted) is { } at ? (machine.Numbers, $"{Prefix(group)}{at}.") : throw LibvirtRefusal.InvalidArgument(refusal);
    }

    /// <summary>Which of a machine's disks or cards has that name or path.</summary>
    private static string? Index(MachineStatistics machine, string before, string wanted) => machine.Words
        .Where(word => word.Key.StartsWith(before, StringComparison.Ordinal) && word.Value == wanted)
        .Select(word => word.Key.Split('.')[1]).FirstOrDefault();

    private MachineStatistics Running(RemoteDomain domain, StatisticsGroup group)
    {
        var view = lookup.Get(domain);
        return view.State.HasProcess
            ? services.Statistics.Read([view.Id], [group]).Single()
            : throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu, "domain is not running");
    }

    private enum Sort
    {
        UnsignedLong,
        Int,
        Unsigned,
        Long,
        Boolean,
    }
}
