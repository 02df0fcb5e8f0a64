using System.Globalization;
using System.Runtime.InteropServices;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices.Interfaces;

/// <summary>The host's side of a network interface.</summary>
internal static class InterfaceHostArguments
{
    public static IEnumerable<QemuArgument> Of(InterfaceDevice card, string id, ArgumentContext context) => card.Source switch
    {
        UserNetworkSource when card.Backend.Program == UserNetworkProgram.Passt => [Stream(card, id, context).As("-netdev")],
        UserNetworkSource user => [User(user, card, id).Add("guestfwd", ChannelArguments.Forwards(card, context)).As("-netdev")],
        BridgeSource or DirectSource or EthernetSource or VirtualNetworkSource => [Tap(card, id, context).As("-netdev")],
        VhostUserNetworkSource user => VhostUserArguments.Of(user, card, id, context),
        VdpaSource vdpa => Vdpa(vdpa, card, id, context),
        UdpTunnelSource udp => [Socket(id).Add("udp", At(udp.Address, udp.Port)).Add("localaddr", At(udp.LocalAddress, udp.LocalPort)).As("-netdev")],
        MulticastTunnelSource group => [Socket(id).Add("mcast", At(group.Address, group.Port)).As("-netdev")],
        TcpTunnelSource tcp => [Socket(id).Add(tcp.Listens ? "listen" : "connect", At(tcp.Address ?? string.Empty, tcp.Port)).As("-netdev")],
        _ => throw new ArgumentOutOfRangeException(nameof(card), card.Source, "A network that has no arguments."),
    };

    /// <summary>How many pairs of queues there are: as many as were opened, or as were asked for where others give them.</summary>
    public static int Queues(InterfaceDevice card, ArgumentContext context) => card.Source is VhostUserNetworkSource or VdpaSource
        ? card.Driver.Queues ?? 1
        : context.Opened.Interfaces.GetValueOrDefault(ArgumentContext.Alias(card))?.Queues.Count ?? 1;

    private static JsonForm User(UserNetworkSource source, InterfaceDevice card, string id)
    {
        InterfaceAddress? four = card.GuestAddresses.Items.FirstOrDefault(ip => ip.Family == IpFamily.IPv4);
        InterfaceAddress? six = card.GuestAddresses.Items.FirstOrDefault(ip => ip.Family == IpFamily.IPv6);
        return new JsonForm().Add("type", "user")
            .Add("net", four is null ? null : four.Prefix is { } bits ? At(four.Address, bits, '/') : four.Address)
            .Add("ipv6-prefix", six?.Address)
            .Add("ipv6-prefixlen", six?.Prefix)
            .Add("host", source.Gateway)
            // A network says the guest's very address; otherwise the first that is lent is one of QEMU's choice.
            .Add("dhcpstart", source.Network is null ? null : four?.Address)
            .Add("hostfwd", card.PortForwards.Items.SelectMany(forward => Ports(forward, four?.Address)).ToArray())
            .Add("id", id);
    }

    private static IEnumerable<JsonForm> Ports(PortForward forward, string? guest) =>
        from range in forward.Ranges.Items
        from step in Enumerable.Range(0, (range.End ?? range.Start) - range.Start + 1)
        select new JsonForm().Add("str", string.Create(
            CultureInfo.InvariantCulture, $"{(forward.Protocol == PortProtocol.Tcp ? "tcp" : "udp")}:{forward.Address}:{range.Start + step}-{guest}:{(range.To ?? range.Start) + step}"));

    /// <summary>A program beside QEMU that has the other end of a connection.</summary>
    private static JsonForm Stream(InterfaceDevice card, string id, ArgumentContext context)
    {
        if (!context.Capabilities.SchemaFacts.Contains("netdev_add.type=stream"))
        {
            throw Refused(card, "qemu.reason.no-stream");
        }

        SafeHandle connection = context.Opened.Connections.GetValueOrDefault(ArgumentContext.Alias(card))
            ?? throw new ArgumentException($"Nothing was started for {ArgumentContext.Alias(card)}.", nameof(card));
        string number = context.Table.Add(connection).ToString(CultureInfo.InvariantCulture);
        return new JsonForm().Add("type", "stream")
            .Add("addr", new JsonForm().Add("type", "fd").Add("str", number))
            .Add("server", false)
            .Add("id", id);
    }

    private static JsonForm Tap(InterfaceDevice card, string id, ArgumentContext context)
    {
        OpenedInterface opened = context.Opened.Interfaces.GetValueOrDefault(ArgumentContext.Alias(card))
            ?? throw new ArgumentException($"Nothing was opened for {ArgumentContext.Alias(card)}.", nameof(card));
        string taps = Numbers(opened.Queues, context.Table);
        string vhosts = Numbers(opened.Vhosts, context.Table);
        bool many = opened.Queues.Count > 1;
        return new JsonForm().Add("type", "tap")
            .Add(many ? "fds" : "fd", taps)
            .Add("vhost", opened.Vhosts.Count > 0 ? true : null)
            .Add(many ? "vhostfds" : "vhostfd", opened.Vhosts.Count > 0 ? vhosts : null)
            .Add("sndbuf", card.SendBufferBytes)
            .Add("id", id);
    }

    private static IEnumerable<QemuArgument> Vdpa(VdpaSource vdpa, InterfaceDevice card, string id, ArgumentContext context)
    {
        HostFile opened = HostFile.Of(DeviceFiles.Key(card), vdpa.Device, context);
        return
        [
            .. opened.Arguments,
            new JsonForm().Add("type", "vhost-vdpa").Add("vhostdev", opened.Name).Add("queues", card.Driver.Queues).Add("id", id).As("-netdev"),
        ];
    }

    private static JsonForm Socket(string id) => new JsonForm().Add("type", "socket").Add("id", id);

    private static string Numbers(IEnumerable<SafeHandle> handles, DescriptorTable table) =>
        string.Join(':', handles.Select(handle => table.Add(handle).ToString(CultureInfo.InvariantCulture)));

    private static string At(string address, int number, char between = ':') => string.Create(CultureInfo.InvariantCulture, $"{address}{between}{number}");

    private static CallerException Refused(InterfaceDevice card, string reason) =>
        new(ErrorCodes.Qemu.CannotExpress, ("what", ArgumentContext.Alias(card)), ("reason", reason));
}
