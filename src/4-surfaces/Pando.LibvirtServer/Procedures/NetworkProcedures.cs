using System.Net;
using System.Net.Sockets;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Model.Xml.Networks;
using Pando.Networks;
using Pando.Networks.Dnsmasq;

namespace Pando.LibvirtServer.Procedures;

/// <summary>The virtual networks.</summary>
internal sealed class NetworkProcedures(LibvirtServices services)
{
    // The sections and ways of a change, under the numbers that libvirt gives them.
    private static readonly Dictionary<VirNetworkUpdateSection, string> Sections = new()
    {
        [VirNetworkUpdateSection.ForwardInterface] = "forward-interface",
        [VirNetworkUpdateSection.Portgroup] = "portgroup",
        [VirNetworkUpdateSection.IpDhcpHost] = "ip-dhcp-host",
        [VirNetworkUpdateSection.IpDhcpRange] = "ip-dhcp-range",
        [VirNetworkUpdateSection.DnsHost] = "dns-host",
        [VirNetworkUpdateSection.DnsTxt] = "dns-txt",
        [VirNetworkUpdateSection.DnsSrv] = "dns-srv",
    };

    private static readonly Dictionary<VirNetworkUpdateCommand, string> Edits = new()
    {
        [VirNetworkUpdateCommand.Modify] = "modify",
        [VirNetworkUpdateCommand.Delete] = "delete",
        [VirNetworkUpdateCommand.AddLast] = "add-last",
        [VirNetworkUpdateCommand.AddFirst] = "add-first",
    };

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.ConnectListAllNetworks, (_, arguments) => All(arguments));
        table.Add(RemoteProgram.ConnectNumOfNetworks, (_, _) => new ConnectNumOfNetworksRet(Active().Count()));
        table.Add(RemoteProgram.ConnectListNetworks, (_, arguments) => new ConnectListNetworksRet([.. Active().Select(view => view.Name).Take(arguments.Maxnames)]));
        table.Add(RemoteProgram.ConnectNumOfDefinedNetworks, (_, _) => new ConnectNumOfDefinedNetworksRet(Inactive().Count()));
        table.Add(RemoteProgram.ConnectListDefinedNetworks, (_, arguments) => new ConnectListDefinedNetworksRet([.. Inactive().Select(view => view.Name).Take(arguments.Maxnames)]));
        table.Add(RemoteProgram.NetworkLookupByName, (_, arguments) => new NetworkLookupByNameRet(Of(ByName(arguments.Name))));
        table.Add(RemoteProgram.NetworkLookupByUuid, (_, arguments) => new NetworkLookupByUuidRet(Of(ByUuid(arguments.Uuid))));
        table.Add(RemoteProgram.NetworkGetXmlDesc, (_, arguments) => Xml(arguments));
        table.Add(RemoteProgram.NetworkGetBridgeName, (_, arguments) => Bridge(arguments));
        table.Add(RemoteProgram.NetworkIsActive, (_, arguments) => new NetworkIsActiveRet(Get(arguments.Net).IsActive ? 1 : 0));
        table.Add(RemoteProgram.NetworkIsPersistent, (_, arguments) => new NetworkIsPersistentRet(Get(arguments.Net).IsPersistent ? 1 : 0));
        table.Add(RemoteProgram.NetworkGetAutostart, (_, arguments) => new NetworkGetAutostartRet(Get(arguments.Net).Autostart ? 1 : 0));
        table.Add(RemoteProgram.NetworkSetAutostart, async (call, arguments) =>
        {
            await services.Networks.SetAutostartAsync(Get(arguments.Net).Id, arguments.Autostart != 0, call.Cancellation);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.NetworkDefineXml, async (call, arguments) => new NetworkDefineXmlRet(await DefineAsync(call, arguments.Xml)));
        table.Add(RemoteProgram.NetworkDefineXmlFlags, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirNetworkDefineFlags.Validate);
            return new NetworkDefineXmlFlagsRet(await DefineAsync(call, arguments.Xml));
        });
        table.Add(RemoteProgram.NetworkCreateXml, async (call, arguments) => new NetworkCreateXmlRet(await CreateAsync(call, arguments.Xml)));
        table.Add(RemoteProgram.NetworkCreateXmlFlags, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirNetworkCreateFlags.Validate);
            return new NetworkCreateXmlFlagsRet(await CreateAsync(call, arguments.Xml));
        });
        table.Add(RemoteProgram.NetworkCreate, async (call, arguments) =>
        {
            var job = await services.Networks.StartAsync(Get(arguments.Net).Id, call.By, call.Cancellation);
            await job.Completion.WaitAsync(call.Cancellation);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.NetworkDestroy, async (call, arguments) =>
        {
            var job = await services.Networks.StopAsync(Get(arguments.Net).Id, call.By, call.Cancellation);
            await job.Completion.WaitAsync(call.Cancellation);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.NetworkUndefine, async (call, arguments) =>
        {
            await services.Networks.UndefineAsync(Get(arguments.Net).Id, null, call.By, call.Cancellation);
            return Nothing.Value;
        });
        table.Add(RemoteProgram.NetworkUpdate, (call, arguments) => UpdateAsync(call, arguments));
        table.Add(RemoteProgram.NetworkGetDhcpLeases, (_, arguments) => Leases(arguments));
    }

    private static RemoteNetwork Of(NetworkView view) => new(view.Name, view.Id.Value);

    private static LibvirtRefusal Missing(string message) => new(LibvirtErrorNumber.NoNetwork, LibvirtErrorDomain.Network, message);

    private static bool Holds(uint flags, VirConnectListAllNetworksFlags yes, VirConnectListAllNetworksFlags no, bool holds)
    {
        var asked = flags & (uint)(yes | no);
        return asked == 0 || (asked & (uint)(holds ? yes : no)) != 0;
    }

    private IEnumerable<NetworkView> Active() => services.Networks.List().Where(view => view.IsActive);

    private IEnumerable<NetworkView> Inactive() => services.Networks.List().Where(view => !view.IsActive);

    private NetworkView Get(RemoteNetwork network) =>
        Find(network.Uuid) ?? throw Missing($"no network with matching uuid '{network.Uuid}' ({network.Name})");

    private NetworkView ByUuid(Guid uuid) => Find(uuid) ?? throw Missing($"no network with matching uuid '{uuid}'");

    private NetworkView ByName(string name) =>
        services.Networks.Find(name) is { } view && view.Name == name ? view : throw Missing($"no network with matching name '{name}'");

    private NetworkView? Find(Guid uuid) => services.Networks.Find(new NetworkId(uuid).ToString()) is { } view && view.Id.Value == uuid ? view : null;

    private ConnectListAllNetworksRet All(ConnectListAllNetworksArgs arguments)
    {
        var wanted = services.Networks.List()
            .Where(view => Holds(arguments.Flags, VirConnectListAllNetworksFlags.Active, VirConnectListAllNetworksFlags.Inactive, view.IsActive)
                && Holds(arguments.Flags, VirConnectListAllNetworksFlags.Persistent, VirConnectListAllNetworksFlags.Transient, view.IsPersistent)
                && Holds(arguments.Flags, VirConnectListAllNetworksFlags.Autostart, VirConnectListAllNetworksFlags.NoAutostart, view.Autostart))
            .Select(Of).ToList();
        return new ConnectListAllNetworksRet(arguments.NeedResults != 0 ? wanted : [], (uint)wanted.Count);
    }

    private NetworkGetXmlDescRet Xml(NetworkGetXmlDescArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirNetworkXmlFlags.Inactive);
        var view = Get(arguments.Net);
        var asked = arguments.Flags != 0 || !view.IsActive;
        return new NetworkGetXmlDescRet(asked
            ? NetworkXml.Write(view.Asked ?? view.Definition)
            : NetworkXml.Write(view.Definition, services.Networks.UseOf(view.Id).Connections));
    }

    private NetworkGetBridgeNameRet Bridge(NetworkGetBridgeNameArgs arguments)
    {
        var view = Get(arguments.Net);
        return new NetworkGetBridgeNameRet(view.Definition.Bridge?.Name
            ?? throw new LibvirtRefusal(LibvirtErrorNumber.InternalError, LibvirtErrorDomain.Network, $"network '{view.Name}' does not have a bridge name."));
    }

    private async Task<RemoteNetwork> DefineAsync(Call call, string xml) =>
        Of(await services.Networks.DefineAsync(xml, null, call.By, cancellationToken: call.Cancellation));

    private async Task<RemoteNetwork> CreateAsync(Call call, string xml)
    {
        var (network, job) = await services.Networks.CreateAsync(xml, call.By, call.Cancellation);
        await job.Completion.WaitAsync(call.Cancellation);
        return Of(services.Networks.Get(network.ToString()));
    }

    private async ValueTask<Nothing> UpdateAsync(Call call, NetworkUpdateArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)(VirNetworkUpdateFlags.Live | VirNetworkUpdateFlags.Config));
        var section = Sections.TryGetValue((VirNetworkUpdateSection)arguments.Section, out var word)
            ? NetworkSectionXml.Section(word)!.Value
            : throw LibvirtRefusal.Unsupported($"can't update section {arguments.Section} of a network");
        var edit = Edits.TryGetValue((VirNetworkUpdateCommand)arguments.Command, out word)
            ? NetworkSectionXml.Edit(word)!.Value
            : throw LibvirtRefusal.InvalidArgument($"unknown command {arguments.Command}");
        var parent = arguments.ParentIndex >= 0 ? arguments.ParentIndex : (int?)null;
        // libvirt's numbers of what is changed are the engine's.
        await services.Networks.UpdateAsync(
            Get(arguments.Net).Id, before => NetworkSectionXml.Apply(before, section, edit, arguments.Xml, parent), (NetworkScope)arguments.Flags, call.By, "update", call.Cancellation);
        return Nothing.Value;
    }

    private NetworkGetDhcpLeasesRet Leases(NetworkGetDhcpLeasesArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var view = Get(arguments.Net);
        var mac = arguments.Mac is null ? (MacAddress?)null : MacAddress.TryParse(arguments.Mac, out var parsed)
            ? parsed
            : throw LibvirtRefusal.InvalidArgument($"Given MAC Address '{arguments.Mac}' is not valid");
        var leases = services.Networks.Leases(view.Id).Where(lease => mac is null || lease.Mac == mac).Select(lease => Lease(view, lease)).ToList();
        return new NetworkGetDhcpLeasesRet(arguments.NeedResults != 0 ? leases : [], (uint)leases.Count);
    }

    private static NetworkDhcpLease Lease(NetworkView view, GuestLease lease)
    {
        var address = IPAddress.Parse(lease.Address);
        var prefix = view.Definition.Addresses.Items.Select(own => own.Network()).Where(network => network.Contains(address)).Select(network => network.PrefixLength)
            .FirstOrDefault(IpNetworks.UsualPrefix(address));
        return new NetworkDhcpLease(
            view.Definition.Bridge?.Name ?? "", lease.ExpiresAt?.ToUnixTimeSeconds() ?? 0,
            (int)(address.AddressFamily == AddressFamily.InterNetworkV6 ? VirIpAddrType.Ipv6 : VirIpAddrType.Ipv4),
            lease.Mac?.ToString(), lease.InterfaceId, lease.Address, (uint)prefix, lease.HostName, lease.ClientId);
    }
}
