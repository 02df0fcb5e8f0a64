using System.Security.Cryptography;
using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Model.Xml.Networks;
using Pando.Networks;

namespace Pando.LibvirtServer.Procedures;

/// <summary>
/// The ports of networks: the cards of running machines on them. A port is made by connecting a card, and goes with it; there is no
/// other way to have one.
/// </summary>
internal sealed class NetworkPortProcedures(LibvirtServices services)
{
    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.NetworkListAllPorts, (_, arguments) => All(arguments));
        table.Add(RemoteProgram.NetworkPortLookupByUuid, (_, arguments) =>
            new NetworkPortLookupByUuidRet(new RemoteNetworkPort(arguments.Network, Get(arguments.Network, arguments.Uuid).Id)));
        table.Add(RemoteProgram.NetworkPortGetXmlDesc, (_, arguments) => Xml(arguments));
        table.Add(RemoteProgram.NetworkPortGetParameters, (_, arguments) => Parameters(arguments));
        table.Add(RemoteProgram.NetworkPortSetParameters, (call, arguments) => SetAsync(call, arguments));
    }

    /// <summary>The same for the same card of the same machine, whoever asks and whenever (RFC 9562, version 8).</summary>
    private static Guid IdOf(Guid machine, MacAddress mac)
    {
        Span<byte> name = stackalloc byte[24];
        machine.TryWriteBytes(name, bigEndian: true, out _);
        BitConverter.TryWriteBytes(name[16..], mac.Value);
        var id = SHA256.HashData(name).AsSpan(0, 16);
        id[6] = (byte)((id[6] & 0x0f) | 0x80);
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    private static VirtualNetworkSource? NetworkOf(InterfaceDevice card) => card.Source switch
    {
        VirtualNetworkSource network => network,
        UserNetworkSource carried => carried.Network,
        HostCardSource given => given.Network,
        _ => null,
    };

    private IEnumerable<Port> Ports(RemoteNetwork network)
    {
        var view = services.Networks.Find(new NetworkId(network.Uuid).ToString())
            ?? throw new LibvirtRefusal(LibvirtErrorNumber.NoNetwork, LibvirtErrorDomain.Network, $"no network with matching uuid '{network.Uuid}' ({network.Name})");
        if (!view.IsActive)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Network, $"network '{view.Name}' is not active");
        }
        return services.Domains.List().Where(static machine => machine.Live is not null).SelectMany(machine => machine.Live!.Definition.Devices.Interfaces.Items
            .Where(card => card.Mac is not null && NetworkOf(card)?.Network == view.Name)
            .Select(card => new Port(IdOf(machine.Id.Value, card.Mac!.Value), view, machine, card)));
    }

    private Port Get(RemoteNetwork network, Guid id) => Ports(network).FirstOrDefault(port => port.Id == id)
        ?? throw new LibvirtRefusal(LibvirtErrorNumber.NoNetworkPort, LibvirtErrorDomain.Network, $"no network port with matching uuid '{id}'");

    private NetworkListAllPortsRet All(NetworkListAllPortsArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var all = Ports(arguments.Network).Select(port => new RemoteNetworkPort(arguments.Network, port.Id)).ToList();
        return new NetworkListAllPortsRet(arguments.NeedResults != 0 ? all : [], (uint)all.Count);
    }

    private NetworkPortGetXmlDescRet Xml(NetworkPortGetXmlDescArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var (id, network, machine, card) = Get(arguments.Port.Net, arguments.Port.Uuid);
        return new NetworkPortGetXmlDescRet(NetworkPortXml.Write(new NetworkPort(id, machine.Name, machine.Id.Value, card.Mac!.Value)
        {
            Group = NetworkOf(card)?.PortGroup,
            VirtualPort = card.VirtualPort,
            Bandwidth = card.Bandwidth,
            Vlan = card.Vlan,
            IsIsolated = card.IsolatedPort,
            TrustsGuestReceiveFilters = card.TrustGuestReceiveFilters,
            Plug = Plug(network.Live!.Definition, card),
        }));
    }

    private NetworkPlug? Plug(NetworkDefinition network, InterfaceDevice card)
    {
        if (card.Source is HostCardSource given)
        {
            return new NetworkPlug.OfCard(given.Address, given.Managed != false);
        }
        if (network.Bridge?.Name is { } bridge)
        {
            return new NetworkPlug.OnBridge(bridge, network.MakesBridge);
        }
        var lower = services.HostNetwork.Read().Devices.FirstOrDefault(device => device.Link.Name == card.TargetDevice)?.Lower;
        return lower is null ? null : new NetworkPlug.OnCard(lower, network.Forward?.Mode switch
        {
            ForwardMode.Private => DirectMode.Private,
            ForwardMode.Passthrough => DirectMode.Passthrough,
            ForwardMode.Vepa => DirectMode.Vepa,
            _ => DirectMode.Bridge,
        });
    }

    private NetworkPortGetParametersRet Parameters(NetworkPortGetParametersArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirTypedParameterFlags.StringOkay);
        var all = CardSpeeds.Of(Get(arguments.Port.Net, arguments.Port.Uuid).Card.Bandwidth);
        return new NetworkPortGetParametersRet([.. all.Take(Math.Max(0, arguments.Nparams))], arguments.Nparams > 0 ? Math.Min(arguments.Nparams, all.Count) : all.Count);
    }

    private async ValueTask<Nothing> SetAsync(Call call, NetworkPortSetParametersArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, (uint)VirTypedParameterFlags.StringOkay);
        var port = Get(arguments.Port.Net, arguments.Port.Uuid);
        await DomainInterfaceProcedures.ChangeAsync(services, call, port.Machine, port.Card.Mac!.Value.ToString(), ChangeScope.Live, CardSpeeds.Read(arguments.Params));
        return Nothing.Value;
    }

    /// <param name="Id">Its identity.</param>
    /// <param name="Network">The network.</param>
    /// <param name="Machine">The machine.</param>
    /// <param name="Card">The card, as it is in force.</param>
    private sealed record Port(Guid Id, NetworkView Network, DomainView Machine, InterfaceDevice Card);
}
