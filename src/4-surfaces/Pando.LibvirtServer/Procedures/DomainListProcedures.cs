using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Which machines there are.</summary>
internal sealed class DomainListProcedures(LibvirtServices services, DomainLookup lookup)
{
    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectListAllDomains, (_, arguments) => All(arguments));
        table.Add(RemoteProgram.ConnectListDomains, (_, arguments) => new ConnectListDomainsRet([.. Active().Select(view => DomainLookup.Of(view).Id).Take(arguments.Maxids)]));
        table.Add(RemoteProgram.ConnectNumOfDomains, (_, _) => new ConnectNumOfDomainsRet(Active().Count()));
        table.Add(RemoteProgram.ConnectListDefinedDomains, (_, arguments) => new ConnectListDefinedDomainsRet([.. Inactive().Select(view => view.Name).Take(arguments.Maxnames)]));
        table.Add(RemoteProgram.ConnectNumOfDefinedDomains, (_, _) => new ConnectNumOfDefinedDomainsRet(Inactive().Count()));
        table.Add(RemoteProgram.DomainLookupByName, (_, arguments) => new DomainLookupByNameRet(DomainLookup.Of(lookup.Get(arguments.Name))));
        table.Add(RemoteProgram.DomainLookupByUuid, (_, arguments) => new DomainLookupByUuidRet(DomainLookup.Of(lookup.Get(arguments.Uuid))));
        table.Add(RemoteProgram.DomainLookupById, (_, arguments) => new DomainLookupByIdRet(DomainLookup.Of(lookup.Get(arguments.Id))));
    }

    /// <summary>Whether a machine is one that the flags ask for; of each group of flags one at least must hold.</summary>
    public static bool IsWanted(DomainView view, VirConnectListAllDomainsFlags flags)
    {
        var state = DomainStates.Of(view.State).State;
        return Holds(flags, (VirConnectListAllDomainsFlags.Active, view.State.HasProcess), (VirConnectListAllDomainsFlags.Inactive, !view.State.HasProcess))
            && Holds(flags, (VirConnectListAllDomainsFlags.Persistent, view.Persistent), (VirConnectListAllDomainsFlags.Transient, !view.Persistent))
            && Holds(
                flags,
                (VirConnectListAllDomainsFlags.Running, state == VirDomainState.Running),
                (VirConnectListAllDomainsFlags.Paused, state == VirDomainState.Paused),
                (VirConnectListAllDomainsFlags.Shutoff, state == VirDomainState.Shutoff),
                (VirConnectListAllDomainsFlags.Other, state is not (VirDomainState.Running or VirDomainState.Paused or VirDomainState.Shutoff)))
            && Holds(flags, (VirConnectListAllDomainsFlags.Managedsave, view.ManagedSave), (VirConnectListAllDomainsFlags.NoManagedsave, !view.ManagedSave))
            && Holds(flags, (VirConnectListAllDomainsFlags.Autostart, view.Autostart), (VirConnectListAllDomainsFlags.NoAutostart, !view.Autostart))
            && Holds(flags, (VirConnectListAllDomainsFlags.HasSnapshot, false), (VirConnectListAllDomainsFlags.NoSnapshot, true))
            && Holds(flags, (VirConnectListAllDomainsFlags.HasCheckpoint, false), (VirConnectListAllDomainsFlags.NoCheckpoint, true));
    }

    private static bool Holds(VirConnectListAllDomainsFlags flags, params ReadOnlySpan<(VirConnectListAllDomainsFlags Flag, bool Is)> group)
    {
        var (asked, held) = (false, false);
        foreach (var (flag, holds) in group)
        {
            asked |= flags.HasFlag(flag);
            held |= flags.HasFlag(flag) && holds;
        }
        return held || !asked;
    }

    private ConnectListAllDomainsRet All(ConnectListAllDomainsArgs arguments)
    {
        var wanted = services.Domains.List().Where(view => IsWanted(view, (VirConnectListAllDomainsFlags)arguments.Flags)).Select(DomainLookup.Of).ToList();
        return new ConnectListAllDomainsRet(arguments.NeedResults != 0 ? wanted : [], (uint)wanted.Count);
    }

    private IEnumerable<DomainView> Active() => services.Domains.List().Where(view => view.State.HasProcess);

    private IEnumerable<DomainView> Inactive() => services.Domains.List().Where(view => view.State.Phase == DomainPhase.Off);
}
