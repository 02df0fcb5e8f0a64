using Pando.Domains;
using Pando.Domains.Saving;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Starts, stops, pauses, saves. Each is answered when it is done; a client that leaves ends its waiting, not the work.</summary>
internal sealed class DomainLifecycleProcedures(LibvirtServices services, DomainLookup lookup)
{
    private const VirDomainCreateFlags Starts =
        VirDomainCreateFlags.StartPaused | VirDomainCreateFlags.StartBypassCache | VirDomainCreateFlags.StartForceBoot
        | VirDomainCreateFlags.StartValidate | VirDomainCreateFlags.StartResetNvram;

    private const VirDomainSaveRestoreFlags Saves =
        VirDomainSaveRestoreFlags.BypassCache | VirDomainSaveRestoreFlags.Running | VirDomainSaveRestoreFlags.Paused | VirDomainSaveRestoreFlags.ResetNvram;

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.DomainCreate, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new StartRequest()));
        table.Add(RemoteProgram.DomainCreateWithFlags, async (call, arguments) =>
        {
            await lookup.AskAsync(call, arguments.Dom, Start(arguments.Flags));
            return new DomainCreateWithFlagsRet(DomainLookup.Of(lookup.Get(arguments.Dom)));
        });
        table.Add(RemoteProgram.DomainCreateXml, async (call, arguments) =>
        {
            var task = await services.Domains.CreateTransientAsync(arguments.XmlDesc, Start(arguments.Flags), call.By, call.Cancellation);
            return new DomainCreateXmlRet(DomainLookup.Of(await task.Completion.WaitAsync(call.Cancellation)));
        });
        table.Add(RemoteProgram.DomainDestroy, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new DestroyRequest()));
        table.Add(RemoteProgram.DomainDestroyFlags, (call, arguments) => DestroyAsync(call, arguments));
        table.Add(RemoteProgram.DomainShutdown, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new ShutdownRequest()));
        table.Add(RemoteProgram.DomainShutdownFlags, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new ShutdownRequest(Mode(arguments.Flags))));
        table.Add(RemoteProgram.DomainReboot, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new RebootRequest(Mode(arguments.Flags))));
        table.Add(RemoteProgram.DomainReset, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new ResetRequest()));
        table.Add(RemoteProgram.DomainSuspend, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new SuspendRequest()));
        table.Add(RemoteProgram.DomainResume, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new ResumeRequest()));
        table.Add(RemoteProgram.DomainPmWakeup, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new WakeRequest()));
        table.Add(RemoteProgram.DomainManagedSave, (call, arguments) => SaveAsync(call, arguments.Dom, null, null, arguments.Flags));
        table.Add(RemoteProgram.DomainManagedSaveRemove, (call, arguments) => lookup.AskAsync(call, arguments.Dom, new DropSaveRequest()));
        table.Add(RemoteProgram.DomainSave, (call, arguments) => SaveAsync(call, arguments.Dom, arguments.To, null, 0));
        table.Add(RemoteProgram.DomainSaveFlags, (call, arguments) => SaveAsync(call, arguments.Dom, arguments.To, arguments.Dxml, arguments.Flags));
        table.Add(RemoteProgram.DomainRestore, (call, arguments) => RestoreAsync(call, arguments.From, null, 0));
        table.Add(RemoteProgram.DomainRestoreFlags, (call, arguments) => RestoreAsync(call, arguments.From, arguments.Dxml, arguments.Flags));
    }

    private static StartRequest Start(uint flags)
    {
        if (((VirDomainCreateFlags)flags).HasFlag(VirDomainCreateFlags.StartAutodestroy))
        {
            throw LibvirtRefusal.Unsupported("a machine that ends with the connection that started it");
        }
        LibvirtRefusal.UnlessFlags(flags, (uint)Starts);
        var wanted = (VirDomainCreateFlags)flags;
        return new StartRequest(wanted.HasFlag(VirDomainCreateFlags.StartPaused))
        {
            ForceBoot = wanted.HasFlag(VirDomainCreateFlags.StartForceBoot),
            BypassCache = wanted.HasFlag(VirDomainCreateFlags.StartBypassCache),
            ResetVariables = wanted.HasFlag(VirDomainCreateFlags.StartResetNvram),
        };
    }

    /// <summary>How the guest is asked; the numbers are the same for a reboot.</summary>
    private static PowerMode Mode(uint flags) => (VirDomainShutdownFlagValues)flags switch
    {
        VirDomainShutdownFlagValues.Default or (VirDomainShutdownFlagValues.AcpiPowerBtn | VirDomainShutdownFlagValues.GuestAgent) => PowerMode.Any,
        VirDomainShutdownFlagValues.AcpiPowerBtn => PowerMode.Acpi,
        VirDomainShutdownFlagValues.GuestAgent => PowerMode.Agent,
        _ => throw LibvirtRefusal.InvalidArgument($"unsupported flags (0x{flags:x})"),
    };

    private static bool? Running(VirDomainSaveRestoreFlags flags) => (flags.HasFlag(VirDomainSaveRestoreFlags.Running), flags.HasFlag(VirDomainSaveRestoreFlags.Paused)) switch
    {
        (true, true) => throw LibvirtRefusal.InvalidArgument("running and paused flags in are mutually exclusive"),
        (true, _) => true,
        (_, true) => false,
        _ => null,
    };

    private ValueTask<Nothing> DestroyAsync(Call call, DomainDestroyFlagsArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirDomainDestroyFlagsValues.Graceful);
        return lookup.AskAsync(call, arguments.Dom, new DestroyRequest(arguments.Flags != 0));
    }

    private async ValueTask<Nothing> SaveAsync(Call call, RemoteDomain domain, string? path, string? xml, uint flags)
    {
        LibvirtRefusal.UnlessFlags(flags, (uint)Saves);
        var wanted = (VirDomainSaveRestoreFlags)flags;
        var order = new SaveOrder { Path = path, Xml = xml, BypassCache = wanted.HasFlag(VirDomainSaveRestoreFlags.BypassCache), Running = Running(wanted) };
        var task = await services.Domains.SaveAsync(lookup.Get(domain).Id, order, call.By, call.Cancellation);
        await task.Completion.WaitAsync(call.Cancellation);
        return Nothing.Value;
    }

    private async ValueTask<Nothing> RestoreAsync(Call call, string path, string? xml, uint flags)
    {
        LibvirtRefusal.UnlessFlags(flags, (uint)Saves);
        var wanted = (VirDomainSaveRestoreFlags)flags;
        var task = await services.Domains.RestoreSavedAsync(
            new RestoreOrder
            {
                Path = path,
                Xml = xml,
                BypassCache = wanted.HasFlag(VirDomainSaveRestoreFlags.BypassCache),
                Running = Running(wanted),
                ResetVariables = wanted.HasFlag(VirDomainSaveRestoreFlags.ResetNvram),
            },
            call.By, call.Cancellation);
        await task.Completion.WaitAsync(call.Cancellation);
        return Nothing.Value;
    }
}
