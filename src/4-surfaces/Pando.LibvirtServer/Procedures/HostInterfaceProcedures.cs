using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Xml.HostInterfaces;
using Pando.Networks.HostNetwork;

namespace Pando.LibvirtServer.Procedures;

/// <summary>
/// The network interfaces of the host. What makes or removes one is a change that is in force at once and taken back unless it is
/// confirmed in time: libvirt's word for that is a transaction, so such calls want one (<c>iface-begin</c>), and its commit confirms.
/// </summary>
internal sealed class HostInterfaceProcedures(LibvirtServices services)
{
    private const int WithinSeconds = 60;

    private readonly Lock _lock = new();
    private bool _begun;
    private bool _changed;

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectNumOfInterfaces, (_, _) => new ConnectNumOfInterfacesRet(Listed(active: true).Count));
        table.Add(RemoteProgram.ConnectListInterfaces, (_, arguments) => new ConnectListInterfacesRet([.. Names(active: true).Take(arguments.Maxnames)]));
        table.Add(RemoteProgram.ConnectNumOfDefinedInterfaces, (_, _) => new ConnectNumOfDefinedInterfacesRet(Listed(active: false).Count));
        table.Add(RemoteProgram.ConnectListDefinedInterfaces, (_, arguments) => new ConnectListDefinedInterfacesRet([.. Names(active: false).Take(arguments.Maxnames)]));
        table.Add(RemoteProgram.ConnectListAllInterfaces, (_, arguments) => All(arguments));
        table.Add(RemoteProgram.InterfaceLookupByName, (_, arguments) => new InterfaceLookupByNameRet(Of(Get(arguments.Name))));
        table.Add(RemoteProgram.InterfaceLookupByMacString, (_, arguments) => new InterfaceLookupByMacStringRet(Of(ByMac(arguments.Mac))));
        table.Add(RemoteProgram.InterfaceIsActive, (_, arguments) => new InterfaceIsActiveRet(HostInterfaces.IsActive(Get(arguments.Iface.Name)) ? 1 : 0));
        table.Add(RemoteProgram.InterfaceGetXmlDesc, (_, arguments) => Xml(arguments));
        table.Add(RemoteProgram.InterfaceCreate, (_, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            HostNetworking.SwitchOn(arguments.Iface.Name);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.InterfaceDefineXml, (call, arguments) => DefineAsync(call, arguments));
        table.Add(RemoteProgram.InterfaceUndefine, (call, arguments) => UndefineAsync(call, arguments));
        table.Add(RemoteProgram.InterfaceChangeBegin, (_, arguments) => Begin(arguments));
        table.Add(RemoteProgram.InterfaceChangeCommit, (call, arguments) => CommitAsync(call, arguments));
        table.Add(RemoteProgram.InterfaceChangeRollback, (call, arguments) => RollbackAsync(call, arguments));
    }

    private static RemoteInterface Of(HostDeviceView device) => new(device.Link.Name, HostInterfaces.MacOf(device));

    private static LibvirtRefusal Invalid(string message) => new(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Interface, message);

    private static LibvirtRefusal Missing(string message) => new(LibvirtErrorNumber.NoInterface, LibvirtErrorDomain.Interface, message);

    // As libvirt lists them: guests' taps are the guests', and the ports of a bridge are told with it.
    private IEnumerable<HostDeviceView> Listed() => services.HostNetwork.Read() is var host
        ? host.Devices.Where(device => device.Link.Kind != "tun" && host.Devices.All(master => master.Link.Name != device.Master || master.Bridge is null))
        : [];

    private List<HostDeviceView> Listed(bool active) => [.. Listed().Where(device => HostInterfaces.IsActive(device) == active)];

    private IEnumerable<string> Names(bool active) => Listed(active).Select(static device => device.Link.Name);

    private HostDeviceView Get(string name) => services.HostNetwork.Read().Devices.FirstOrDefault(device => device.Link.Name == name)
        ?? throw Missing($"couldn't find interface named '{name}'");

    private HostDeviceView ByMac(string text)
    {
        var found = MacAddress.TryParse(text, out var mac) ? services.HostNetwork.Read().Devices.Where(device => device.Link.Mac == mac.Value).Take(2).ToList() : [];
        return found switch
        {
            [var only] => only,
            [] => throw Missing($"couldn't find interface with MAC address '{text}'"),
            _ => throw new LibvirtRefusal(LibvirtErrorNumber.MultipleInterfaces, LibvirtErrorDomain.Interface, $"the MAC address '{text}' matches multiple interfaces"),
        };
    }

    private ConnectListAllInterfacesRet All(ConnectListAllInterfacesArgs arguments)
    {
        const uint active = (uint)VirConnectListAllInterfacesFlags.Active;
        const uint inactive = (uint)VirConnectListAllInterfacesFlags.Inactive;
        LibvirtRefusal.UnlessFlags(arguments.Flags, active | inactive);
        var wanted = Listed().Where(device => arguments.Flags == 0 || (arguments.Flags & (HostInterfaces.IsActive(device) ? active : inactive)) != 0).Select(Of).ToList();
        return new ConnectListAllInterfacesRet(arguments.NeedResults != 0 ? wanted : [], (uint)wanted.Count);
    }

    private InterfaceGetXmlDescRet Xml(InterfaceGetXmlDescArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirInterfaceXmlFlags.Inactive);
        var all = services.HostNetwork.Read().Devices;
        return new InterfaceGetXmlDescRet(HostInterfaceXml.Write(HostInterfaces.Of(
            all.FirstOrDefault(device => device.Link.Name == arguments.Iface.Name) ?? throw Missing($"couldn't find interface named '{arguments.Iface.Name}'"), all)));
    }

    private async ValueTask<InterfaceDefineXmlRet> DefineAsync(Call call, InterfaceDefineXmlArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirInterfaceDefineFlags.Validate);
        var asked = HostInterfaceXml.Read(arguments.Xml);
        await ChangeAsync(call, HostInterfaces.Change(asked, services.HostNetwork.Read().Devices));
        return new InterfaceDefineXmlRet(Of(Get(asked.Name)));
    }

    private async ValueTask<Nothing> UndefineAsync(Call call, InterfaceUndefineArgs arguments)
    {
        await ChangeAsync(call, new HostNetworkChange(HostNetworkAction.Remove, Get(arguments.Iface.Name).Link.Name, []));
        return Nothing.Value;
    }

    private async Task ChangeAsync(Call call, HostNetworkChange change)
    {
        lock (_lock)
        {
            if (!_begun)
            {
                throw Invalid("a change of the host's network is taken back unless it is confirmed: begin it (iface-begin), and commit it within 60 seconds (iface-commit)");
            }
        }
        await services.HostNetwork.ChangeAsync(change, WithinSeconds, call.By, call.Cancellation);
        lock (_lock)
        {
            _changed = true;
        }
    }

    private Nothing Begin(InterfaceChangeBeginArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        lock (_lock)
        {
            if (_begun || services.HostNetwork.Read().Pending is not null)
            {
                throw Invalid("there is already a change of the host's network that waits to be committed");
            }
            (_begun, _changed) = (true, false);
        }
        return Nothing.Value;
    }

    private async ValueTask<Nothing> CommitAsync(Call call, InterfaceChangeCommitArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        if (Ended("there is no change of the host's network to commit"))
        {
            await services.HostNetwork.ConfirmAsync(call.Cancellation);
        }
        return Nothing.Value;
    }

    private async ValueTask<Nothing> RollbackAsync(Call call, InterfaceChangeRollbackArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        if (Ended("there is no change of the host's network to roll back"))
        {
            try
            {
                await services.HostNetwork.RevertAsync(call.Cancellation);
            }
            catch (CallerException e) when (e.Code == ErrorCodes.HostNetwork.NothingPending)
            {
                // Its time was over: it has been taken back already.
            }
        }
        return Nothing.Value;
    }

    /// <summary>Ends what was begun, and tells whether something was changed in it. A daemon that came back knows of the change alone.</summary>
    private bool Ended(string refusal)
    {
        lock (_lock)
        {
            var changed = _changed || services.HostNetwork.Read().Pending is not null;
            if (!_begun && !changed)
            {
                throw Invalid(refusal);
            }
            (_begun, _changed) = (false, false);
            return changed;
        }
    }
}
