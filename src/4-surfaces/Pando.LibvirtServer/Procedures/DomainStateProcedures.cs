using Pando.Domains;
using Pando.Domains.Statistics;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains;

namespace Pando.LibvirtServer.Procedures;

/// <summary>What is known of a machine at a moment.</summary>
internal sealed class DomainStateProcedures(LibvirtServices services, DomainLookup lookup)
{
    public void AddTo(ProcedureTable table)
    {
        // Nothing was measured of a machine that is not protected: libvirt tells nothing of it, too.
        table.Add(RemoteProgram.DomainGetLaunchSecurityInfo, (_, arguments) => lookup.Get(arguments.Dom).Definition.LaunchSecurity is null
            ? new DomainGetLaunchSecurityInfoRet([])
            : throw LibvirtRefusal.Unsupported("the measurement of a protected machine"));
        table.Add(RemoteProgram.DomainGetState, (_, arguments) => State(arguments));
        table.Add(RemoteProgram.DomainGetInfo, (_, arguments) => Info(arguments));
        table.Add(RemoteProgram.DomainIsActive, (_, arguments) => new DomainIsActiveRet(Number(lookup.Get(arguments.Dom).State.HasProcess)));
        table.Add(RemoteProgram.DomainIsPersistent, (_, arguments) => new DomainIsPersistentRet(Number(lookup.Get(arguments.Dom).Persistent)));
        // Whether the definition was changed since the machine was started from it.
        table.Add(RemoteProgram.DomainIsUpdated, (_, arguments) => Updated(arguments));
        table.Add(RemoteProgram.DomainHasManagedSaveImage, (_, arguments) => new DomainHasManagedSaveImageRet(Number(lookup.Get(arguments.Dom).ManagedSave)));
        table.Add(RemoteProgram.DomainGetOsType, (_, arguments) => OsType(arguments));
        table.Add(RemoteProgram.DomainGetMaxMemory, (_, arguments) => new DomainGetMaxMemoryRet((ulong)lookup.Get(arguments.Dom).Definition.MemoryKiB));
        table.Add(RemoteProgram.DomainGetSecurityLabel, (_, arguments) => SecurityLabel(arguments));
        table.Add(RemoteProgram.DomainGetSecurityLabelList, (_, arguments) => SecurityLabels(arguments));
        table.Add(RemoteProgram.DomainGetMessages, (_, arguments) => Messages(arguments));
        table.Add(RemoteProgram.DomainGetControlInfo, (_, arguments) => Control(arguments));
    }

    private static int Number(bool holds) => holds ? 1 : 0;

    /// <summary>All guests are whole machines: none knows of its hypervisor.</summary>
    private DomainGetOsTypeRet OsType(DomainGetOsTypeArgs arguments)
    {
        lookup.Get(arguments.Dom);
        return new DomainGetOsTypeRet("hvm");
    }

    private DomainGetStateRet State(DomainGetStateArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var (state, reason) = DomainStates.Of(lookup.Get(arguments.Dom).State);
        return new DomainGetStateRet((int)state, reason);
    }

    private DomainGetInfoRet Info(DomainGetInfoArgs arguments)
    {
        var view = lookup.Get(arguments.Dom);
        var definition = view.Definition;
        var time = view.State.HasProcess
            ? services.Statistics.Read([view.Id], [StatisticsGroup.Cpu]).Sum(figures => figures.Numbers.GetValueOrDefault("cpu.time"))
            : 0;
        return new DomainGetInfoRet(
            (byte)DomainStates.Of(view.State).State, (ulong)definition.MemoryKiB, (ulong)(view.State.BalloonKiB ?? definition.CurrentMemoryKiB),
            (uint)definition.VcpusCurrent, (ulong)time);
    }

    private DomainIsUpdatedRet Updated(DomainIsUpdatedArgs arguments)
    {
        var view = lookup.Get(arguments.Dom);
        return new DomainIsUpdatedRet(Number(view is { Live: not null, Asked: { } asked } && asked != view.Definition));
    }

    private DomainGetSecurityLabelRet SecurityLabel(DomainGetSecurityLabelArgs arguments) =>
        Labels(lookup.Get(arguments.Dom)).FirstOrDefault() ?? new DomainGetSecurityLabelRet("", 0);

    private DomainGetSecurityLabelListRet SecurityLabels(DomainGetSecurityLabelListArgs arguments)
    {
        IReadOnlyList<DomainGetSecurityLabelRet> labels = [.. Labels(lookup.Get(arguments.Dom))];
        return new DomainGetSecurityLabelListRet(labels, labels.Count);
    }

    private static IEnumerable<DomainGetSecurityLabelRet> Labels(DomainView view) => view.Live?.Confinement switch
    {
        { SelinuxContext: { } context } confinement => [new DomainGetSecurityLabelRet(context, Number(!confinement.SelinuxPermissive))],
        { AppArmorProfile: { } profile } => [new DomainGetSecurityLabelRet(profile, 1)],
        _ => [],
    };

    private DomainGetMessagesRet Messages(DomainGetMessagesArgs arguments)
    {
        var view = lookup.Get(arguments.Dom);
        return new DomainGetMessagesRet([.. (view.Live?.Taints ?? []).Select(taint => $"tainted: {Taints.Word(taint)}")]);
    }

    /// <summary>Whether QEMU answers, or is busy with a job.</summary>
    private DomainGetControlInfoRet Control(DomainGetControlInfoArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var view = lookup.Get(arguments.Dom);
        if (!view.State.HasProcess)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu, "domain is not running");
        }
        if (view.State.NotAnsweringSince is { } since)
        {
            var waited = services.Time.GetUtcNow() - since;
            return new DomainGetControlInfoRet((uint)VirDomainControlState.Occupied, 0, (ulong)Math.Max(0, waited.TotalMilliseconds));
        }
        var busy = services.Domains.RunningJob(view.Id) is not null;
        return new DomainGetControlInfoRet((uint)(busy ? VirDomainControlState.Job : VirDomainControlState.Ok), 0, 0);
    }
}
