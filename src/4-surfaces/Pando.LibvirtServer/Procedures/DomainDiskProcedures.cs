using System.Globalization;
using Pando.Domains;
using Pando.Domains.Statistics;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Xml.Changes;

namespace Pando.LibvirtServer.Procedures;

/// <summary>A machine's disks: their figures, their sizes, their limits, their failures.</summary>
internal sealed class DomainDiskProcedures(LibvirtServices services, DomainLookup lookup)
{
    private const ulong BytesOfKiB = 1024;
    private const uint TextOkay = (uint)VirTypedParameterFlags.StringOkay;

    // libvirt's names of the figures, with those of the bulk statistics.
    private static readonly (string Name, string Figure)[] Names =
    [
        ("rd_bytes", "rd.bytes"), ("rd_operations", "rd.reqs"), ("rd_total_times", "rd.times"),
        ("wr_bytes", "wr.bytes"), ("wr_operations", "wr.reqs"), ("wr_total_times", "wr.times"),
        ("flush_operations", "fl.reqs"), ("flush_total_times", "fl.times"),
    ];

    private static readonly (string Name, Func<DiskThrottle, ThrottleRate?> Get, Func<DiskThrottle, ThrottleRate?, DiskThrottle> Set)[] Rates =
    [
        ("total_bytes_sec", static of => of.TotalBytes, static (of, rate) => of with { TotalBytes = rate }),
        ("read_bytes_sec", static of => of.ReadBytes, static (of, rate) => of with { ReadBytes = rate }),
        ("write_bytes_sec", static of => of.WriteBytes, static (of, rate) => of with { WriteBytes = rate }),
        ("total_iops_sec", static of => of.TotalRequests, static (of, rate) => of with { TotalRequests = rate }),
        ("read_iops_sec", static of => of.ReadRequests, static (of, rate) => of with { ReadRequests = rate }),
        ("write_iops_sec", static of => of.WriteRequests, static (of, rate) => of with { WriteRequests = rate }),
    ];

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.DomainBlockStatsFlags, async (call, arguments) => await FiguresAsync(call, arguments));
        table.Add(RemoteProgram.DomainGetBlockInfo, async (call, arguments) => await InfoAsync(call, arguments));
        table.Add(RemoteProgram.DomainGetDiskErrors, (call, arguments) => ErrorsAsync(call, arguments));
        table.Add(RemoteProgram.DomainBlockResize, async (call, arguments) => await ResizeAsync(call, arguments));
        table.Add(RemoteProgram.DomainSetBlockThreshold, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            await services.Monitor.SetThresholdAsync(lookup.Get(arguments.Dom).Id, arguments.Dev, (long)Math.Min(arguments.Threshold, long.MaxValue), call.Cancellation);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.DomainGetBlockIoTune, (_, arguments) => Limits(arguments));
        table.Add(RemoteProgram.DomainSetBlockIoTune, (call, arguments) => LimitAsync(call, arguments));
    }

    /// <summary>A disk by its name in the machine or by its image.</summary>
    public static DiskDevice Disk(DomainDefinition definition, string name) =>
        definition.Devices.Disks.Items.FirstOrDefault(disk => disk.TargetName == name || (disk.Source is FileSource { Path: { } path } && path == name)
            || (disk.Source is BlockSource { Path: { } device } && device == name))
        ?? throw LibvirtRefusal.InvalidArgument($"invalid path '{name}' not assigned to domain");

    /// <summary>The figures of a disk of a running machine; of all of them together where no disk is named.</summary>
    private async ValueTask<DomainBlockStatsFlagsRet> FiguresAsync(Call call, DomainBlockStatsFlagsArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, TextOkay);
        var view = Impact.RequireRunning(lookup.Get(arguments.Dom));
        IReadOnlyList<string> disks = arguments.Path.Length == 0
            ? [.. view.Definition.Devices.Disks.Items.Select(disk => disk.TargetName)] : [Disk(view.Definition, arguments.Path).TargetName];
        var figures = await Task.WhenAll(disks.Select(disk => OfAsync(call, view, disk)));
        IReadOnlyList<TypedParam> all =
        [
            .. Names.Where(name => Array.Exists(figures, one => one.ContainsKey(name.Figure)))
                .Select(name => Parameters.Long(name.Name, figures.Sum(one => one.GetValueOrDefault(name.Figure)))),
        ];
        return arguments.Nparams <= 0 ? new DomainBlockStatsFlagsRet([], all.Count) : new DomainBlockStatsFlagsRet(Parameters.Fit(all, arguments.Nparams), all.Count);
    }

    private async ValueTask<DomainGetBlockInfoRet> InfoAsync(Call call, DomainGetBlockInfoArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var view = lookup.Get(arguments.Dom);
        var disk = Disk(view.Definition, arguments.Path);
        if (!view.State.HasProcess)
        {
            throw LibvirtRefusal.Unsupported($"the size of disk '{disk.TargetName}' while the machine is off");
        }
        var figures = await OfAsync(call, view, disk.TargetName);
        return new DomainGetBlockInfoRet(Of("allocation", "physical"), Of("capacity", "capacity"), Of("physical", "physical"));

        ulong Of(string name, string otherwise) => (ulong)Math.Max(0, figures.TryGetValue(name, out var value) ? value : figures.GetValueOrDefault(otherwise));
    }

    /// <summary>What is known of one disk, by the names behind its number. What was plugged a moment ago is looked at anew.</summary>
    private async Task<IReadOnlyDictionary<string, long>> OfAsync(Call call, DomainView view, string target)
    {
        var machine = Read();
        if (Before(machine) is null)
        {
            await services.Statistics.RefreshAsync([view.Id], call.Cancellation);
            machine = Read();
        }
        return Before(machine) is { } before
            ? machine.Numbers.Where(one => one.Key.StartsWith(before, StringComparison.Ordinal)).ToDictionary(one => one.Key[before.Length..], one => one.Value, StringComparer.Ordinal)
            : throw LibvirtRefusal.InvalidArgument($"invalid path '{target}' not assigned to domain");

        MachineStatistics Read() => services.Statistics.Read([view.Id], [StatisticsGroup.Block]).Single();

        string? Before(MachineStatistics of) => of.Words.Where(word => word.Value == target && word.Key.EndsWith(".name", StringComparison.Ordinal))
            .Select(word => word.Key[..^"name".Length]).FirstOrDefault();
    }

    private async ValueTask<DomainGetDiskErrorsRet> ErrorsAsync(Call call, DomainGetDiskErrorsArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var view = Impact.RequireRunning(lookup.Get(arguments.Dom));
        if (arguments.Maxerrors == 0)
        {
            // How many there can be, for a client that makes room first.
            return new DomainGetDiskErrorsRet([], view.Definition.Devices.Disks.Items.Length);
        }
        var told = (await services.Monitor.DiskErrorsAsync(view.Id, call.Cancellation)).Take((int)Math.Min(arguments.Maxerrors, int.MaxValue))
            .Select(error => new DomainDiskError(error.Target, (int)(error.NoSpace ? VirDomainDiskErrorCode.NoSpace : VirDomainDiskErrorCode.Unspec))).ToList();
        return new DomainGetDiskErrorsRet(told, told.Count);
    }

    private async ValueTask<Nothing> ResizeAsync(Call call, DomainBlockResizeArgs arguments)
    {
        const uint inBytes = (uint)VirDomainBlockResizeFlags.Bytes;
        LibvirtRefusal.UnlessFlags(arguments.Flags, inBytes);
        var unit = (arguments.Flags & inBytes) != 0 ? 1 : BytesOfKiB;
        if (arguments.Size > long.MaxValue / unit)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.Overflow, LibvirtErrorDomain.Qemu, $"size must be less than {long.MaxValue / unit}");
        }
        var view = Impact.RequireRunning(lookup.Get(arguments.Dom));
        await services.Monitor.ResizeDiskAsync(view.Id, Disk(view.Definition, arguments.Disk).TargetName, (long)(arguments.Size * unit), call.Cancellation);
        return Nothing.Value;
    }

    private DomainGetBlockIoTuneRet Limits(DomainGetBlockIoTuneArgs arguments)
    {
        var definition = Impact.Meant(lookup.Get(arguments.Dom), arguments.Flags & ~TextOkay).Definition;
        // A client that only asks how many there are names no disk.
        var throttle = (arguments.Disk is { Length: > 0 } name ? Disk(definition, name).Throttle : null) ?? new DiskThrottle();
        IReadOnlyList<TypedParam> all =
        [
            .. Rates.Select(rate => Parameters.UnsignedLong(rate.Name, rate.Get(throttle)?.PerSecond ?? 0)),
            .. Rates.Select(rate => Parameters.UnsignedLong(rate.Name + "_max", rate.Get(throttle)?.Most ?? 0)),
            Parameters.UnsignedLong("size_iops_sec", throttle.RequestBytes ?? 0),
            Parameters.Text("group_name", throttle.Group ?? ""),
            .. Rates.Select(rate => Parameters.UnsignedLong(rate.Name + "_max_length", rate.Get(throttle)?.MostSeconds ?? 0)),
        ];
        return arguments.Nparams <= 0 ? new DomainGetBlockIoTuneRet([], all.Count) : new DomainGetBlockIoTuneRet(Parameters.Fit(all, arguments.Nparams), Math.Min(arguments.Nparams, all.Count));
    }

    /// <summary>What is not said stays; 0 takes a limit away.</summary>
    private async ValueTask<Nothing> LimitAsync(Call call, DomainSetBlockIoTuneArgs arguments)
    {
        var flags = arguments.Flags & ~TextOkay;
        var scope = Impact.Of(flags);
        var view = lookup.Get(arguments.Dom);
        var asked = view.Asked ?? view.Definition;
        var disk = Disk(scope == ChangeScope.Config ? asked : view.Definition, arguments.Disk);
        var wanted = Changed(disk, arguments.Params);
        // What runs may differ from what is stored in more than this.
        var stored = scope.HasFlag(ChangeScope.Live) && scope.HasFlag(ChangeScope.Config) ? Changed(Disk(asked, disk.TargetName), arguments.Params) : null;
        var request = new UpdateDeviceRequest(DeviceText.Of(wanted), scope, InDefinition: stored is null ? null : DeviceText.Of(stored));
        await services.Domains.Request(view.Id, request, call.By).Completion.WaitAsync(call.Cancellation);
        return Nothing.Value;
    }

    private static DiskDevice Changed(DiskDevice disk, IReadOnlyList<TypedParam> parameters)
    {
        var throttle = parameters.Aggregate(disk.Throttle ?? new DiskThrottle(), With);
        return disk with { Alias = null, Throttle = throttle == new DiskThrottle() ? null : throttle };
    }

    private static DiskThrottle With(DiskThrottle throttle, TypedParam one)
    {
        if (one.Field == "group_name")
        {
            return throttle with { Group = Parameters.TextOf(one) is { Length: > 0 } group ? group : null };
        }
        long? value = Parameters.Number(one) is > 0 and var limit ? limit : null;
        if (one.Field == "size_iops_sec")
        {
            return throttle with { RequestBytes = value };
        }
        foreach (var (name, get, set) in Rates)
        {
            var rate = get(throttle) ?? new ThrottleRate(null);
            var changed = one.Field[Math.Min(one.Field.Length, name.Length)..] switch
            {
                _ when !one.Field.StartsWith(name, StringComparison.Ordinal) => null,
                "" => rate with { PerSecond = value },
                "_max" => rate with { Most = value },
                "_max_length" => rate with { MostSeconds = value is null ? null : Parameters.SmallNumber(one) },
                _ => null,
            };
            if (changed is not null)
            {
                return set(throttle, changed is { PerSecond: null, Most: null } ? null : changed);
            }
        }
        throw Parameters.Unknown(one);
    }
}
