using Pando.Domains;
using Pando.Domains.Statistics;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Xml.Changes;
using Pando.Model.Errors;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Machines that are changed while they run or not: devices, memory, processors.</summary>
internal sealed class DomainChangeProcedures(LibvirtServices services, DomainLookup lookup)
{
    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.DomainAttachDevice, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new AttachDeviceRequest(DeviceText.Read(arguments.Xml), ChangeScope.Live)));
        table.Add(RemoteProgram.DomainAttachDeviceFlags, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new AttachDeviceRequest(DeviceText.Read(arguments.Xml), Impact.Of(arguments.Flags))));
        table.Add(RemoteProgram.DomainDetachDevice, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new DetachDeviceRequest(DeviceText.Read(arguments.Xml), null, ChangeScope.Live)));
        table.Add(RemoteProgram.DomainDetachDeviceFlags, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new DetachDeviceRequest(DeviceText.Read(arguments.Xml), null, Impact.Of(arguments.Flags))));
        table.Add(RemoteProgram.DomainDetachDeviceAlias, (call, arguments) => DetachByAliasAsync(call, arguments));
        table.Add(RemoteProgram.DomainUpdateDeviceFlags, (call, arguments) => UpdateAsync(call, arguments));
        table.Add(RemoteProgram.DomainSetMemory, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new SetMemoryRequest(KiB(arguments.Memory), false, ChangeScope.Live)));
        table.Add(RemoteProgram.DomainSetMaxMemory, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new SetMemoryRequest(KiB(arguments.Memory), true, ChangeScope.Current)));
        table.Add(RemoteProgram.DomainSetMemoryFlags, (call, arguments) => SetMemoryAsync(call, arguments));
        table.Add(RemoteProgram.DomainSetVcpus, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new SetVcpusRequest((int)Math.Min(arguments.Nvcpus, int.MaxValue), false, ChangeScope.Live)));
        table.Add(RemoteProgram.DomainSetVcpusFlags, (call, arguments) => SetVcpusAsync(call, arguments));
        table.Add(RemoteProgram.DomainGetVcpusFlags, (_, arguments) => Vcpus(arguments));
        table.Add(RemoteProgram.DomainGetMaxVcpus, (_, arguments) => new DomainGetMaxVcpusRet(lookup.Get(arguments.Dom).Definition.Vcpus));
        table.Add(RemoteProgram.DomainSetMemoryStatsPeriod, (call, arguments) => SetPeriodAsync(call, arguments));
        table.Add(RemoteProgram.DomainGetVcpus, async (call, arguments) => await ThreadsAsync(call, arguments));
    }

    private static long KiB(ulong memory) => memory <= long.MaxValue / 1024 ? (long)memory : throw LibvirtRefusal.InvalidArgument($"memory of {memory} KiB");

    private ValueTask<Nothing> UpdateAsync(Call call, DomainUpdateDeviceFlagsArgs arguments)
    {
        const uint force = (uint)VirDomainDeviceModifyFlags.Force;
        return lookup.AskAsync(call, arguments.Dom, new UpdateDeviceRequest(DeviceText.Read(arguments.Xml), Impact.Of(arguments.Flags & ~force), (arguments.Flags & force) != 0));
    }

    /// <summary>The one of libvirt's ways to take a device away to which a guest that keeps it is no failure: an event tells what became of it.</summary>
    private async ValueTask<Nothing> DetachByAliasAsync(Call call, DomainDetachDeviceAliasArgs arguments)
    {
        try
        {
            return await lookup.AskAsync(call, arguments.Dom, new DetachDeviceRequest(null, arguments.Alias, Impact.Of(arguments.Flags)));
        }
        catch (PandoException kept) when (kept.Code == ErrorCodes.Domain.DeviceNotReleased)
        {
            return Nothing.Value;
        }
    }

    private ValueTask<Nothing> SetMemoryAsync(Call call, DomainSetMemoryFlagsArgs arguments)
    {
        const uint maximum = (uint)VirDomainMemoryModFlags.Maximum;
        return lookup.AskAsync(call, arguments.Dom, new SetMemoryRequest(KiB(arguments.Memory), (arguments.Flags & maximum) != 0, Impact.Of(arguments.Flags & ~maximum)));
    }

    private async ValueTask<Nothing> SetPeriodAsync(Call call, DomainSetMemoryStatsPeriodArgs arguments)
    {
        var scope = Impact.Of(arguments.Flags);
        var view = lookup.Get(arguments.Dom);
        if (scope != (ChangeScope.Live | ChangeScope.Config))
        {
            return await UpdateAsync(scope == ChangeScope.Config ? view.Asked ?? view.Definition : view.Definition, scope);
        }
        // The balloon that runs and the one that is asked for may be two: both are looked at before either is changed.
        _ = (Balloon(view.Definition), Balloon(view.Asked ?? view.Definition));
        _ = await UpdateAsync(view.Definition, ChangeScope.Live);
        return await UpdateAsync(view.Asked ?? view.Definition, ChangeScope.Config);

        ValueTask<Nothing> UpdateAsync(DomainDefinition definition, ChangeScope where) =>
            lookup.AskAsync(call, arguments.Dom, new UpdateDeviceRequest(DeviceText.Of(Balloon(definition)), where));

        MemballoonDevice Balloon(DomainDefinition definition) => arguments.Period >= 0 && definition.Devices.Memballoon is { Model: not MemballoonModel.None } balloon
            ? balloon with { Alias = null, StatsPeriodSeconds = arguments.Period == 0 ? null : arguments.Period }
            : throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu, "Memory balloon model must be virtio to set the collection period");
    }

    private ValueTask<Nothing> SetVcpusAsync(Call call, DomainSetVcpusFlagsArgs arguments)
    {
        const uint maximum = (uint)VirDomainVcpuFlags.Maximum;
        if ((arguments.Flags & (uint)(VirDomainVcpuFlags.Guest | VirDomainVcpuFlags.Hotpluggable)) != 0)
        {
            throw LibvirtRefusal.Unsupported("processors switched inside the guest, or made ready to be plugged, by their count");
        }
        return lookup.AskAsync(
            call, arguments.Dom, new SetVcpusRequest((int)Math.Min(arguments.Nvcpus, int.MaxValue), (arguments.Flags & maximum) != 0, Impact.Of(arguments.Flags & ~maximum)));
    }

    private DomainGetVcpusFlagsRet Vcpus(DomainGetVcpusFlagsArgs arguments)
    {
        const uint maximum = (uint)VirDomainVcpuFlags.Maximum;
        if ((arguments.Flags & (uint)VirDomainVcpuFlags.Guest) != 0)
        {
            throw LibvirtRefusal.Unsupported("processors counted inside the guest");
        }
        var scope = Impact.Of(arguments.Flags & ~maximum);
        var view = lookup.Get(arguments.Dom);
        if (scope == ChangeScope.Live && view.Live is null)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu, "domain is not running");
        }
        var definition = scope.HasFlag(ChangeScope.Config) ? view.Asked ?? view.Definition : view.Definition;
        return new DomainGetVcpusFlagsRet((arguments.Flags & maximum) != 0 ? definition.Vcpus : definition.VcpusCurrent);
    }

    /// <summary>Which of the host's processors each of the guest's runs on, and may.</summary>
    private async ValueTask<DomainGetVcpusRet> ThreadsAsync(Call call, DomainGetVcpusArgs arguments)
    {
        var view = lookup.Get(arguments.Dom);
        if (view.Live is null)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu, "cannot retrieve vcpu information for inactive domain");
        }
        var (room, bytes) = (Math.Max(0, arguments.Maxinfo), Math.Max(0, arguments.Maplen));
        var threads = (await services.Statistics.ThreadsAsync(view.Id, call.Cancellation)).Vcpus.Take(room).ToList();
        var maps = ProcessorMap.Write([.. threads.Select(thread => thread.Allowed ?? NumberSet.Of())], bytes, 0);
        return new DomainGetVcpusRet(
            [.. threads.Select(thread => new VcpuInfo((uint)thread.Number, (int)VirVcpuState.Running, (ulong)(thread.TimeNanoseconds ?? 0), thread.Processor ?? -1))], maps);
    }
}
