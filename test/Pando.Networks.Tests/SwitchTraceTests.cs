using System.Diagnostics;
using System.Net;
using Pando.Model.Domains.Devices;
using Pando.Networks.Addresses;
using Pando.Networks.OpenVSwitch;
using Pando.Networks.Tracing;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests;

/// <summary>Traces of a card on a real Open vSwitch: each fault of its port is planted with the switch's own program.</summary>
public sealed class SwitchTraceTests
{
    private static InterfaceDevice Card => new()
    {
        Source = new BridgeSource("ovs0"),
        Mac = new MacAddress(0x525400000007),
        TargetDevice = "t0",
        VirtualPort = new VirtualPort { Type = VirtualPortType.OpenVSwitch },
    };

    [Fact]
    public void A_port_that_is_not_as_it_should_be_is_told() => OwnNetwork.Run(async () =>
    {
        OwnNetwork.Require();
        OwnSwitch.Require();
        Ip("link add t0 type veth peer name g0");
        Ip("link set t0 up");
        Ip("link set g0 up");
        using var own = OwnSwitch.Start();
        Assert.Equal(("switch.missing", "ovs0"), await LastAsync(own, "bridge"));

        foreach (var bridge in new[] { "ovs0", "ovs1" })
        {
            own.Vsctl("add-br", bridge, "--", "set", "Bridge", bridge, "datapath_type=netdev");
        }
        Assert.Equal(("switch.unplugged", "t0"), await LastAsync(own, "device"));
        own.Vsctl("add-port", "ovs1", "t0");
        Assert.Equal(("switch.other", "ovs1"), await LastAsync(own, "other"));
        own.Vsctl("del-port", "t0", "--", "add-port", "ovs0", "t0");
        Assert.Contains(await TraceAsync(own), static hop => hop.Finding == "switch.on");
        own.Vsctl("set", "Port", "t0", "tag=42");
        Assert.Equal(("switch.vlan-other", "42"), await LastAsync(own, "vlan"));
        own.Vsctl("clear", "Port", "t0", "tag");

        // A port of a kind that needs what nobody has said.
        own.Vsctl("del-port", "t0", "--", "add-port", "ovs0", "t0", "--", "set", "Interface", "t0", "type=patch");
        var (finding, reason) = await LastAsync(own, "reason");
        Assert.Equal("switch.fails", finding);
        Assert.NotEmpty(reason);
    });

    [Fact]
    public void A_bridge_of_the_kernels_is_not_taken_for_one_of_the_switch() => OwnNetwork.Run(async () =>
    {
        OwnNetwork.Require();
        OwnSwitch.Require();
        Ip("link add br0 type bridge");
        using var own = OwnSwitch.Start();
        var bridges = new SwitchBridges(SwitchAccess.At(own.Socket), new KnownNetworks());
        foreach (var (name, code) in new[] { ("br0", "network.not-a-switch-bridge"), ("nosuch", "network.no-such-bridge") })
        {
            var refused = await Assert.ThrowsAsync<Model.Errors.CallerException>(() => bridges.DeleteAsync(name, TestContext.Current.CancellationToken));
            Assert.Equal((code, name), (refused.Code.Name, refused.Facts.Single().Value));
        }
        using var links = Linux.Networking.NetworkLinks.Open();
        Assert.NotNull(links.Find("br0"));
        Assert.Equal(string.Empty, own.Vsctl("list-br"));
    });

    private static async Task<(string Finding, string Fact)> LastAsync(OwnSwitch own, string fact)
    {
        var last = (await TraceAsync(own))[^1];
        return (last.Finding, last.Facts.FirstOrDefault(one => one.Name == fact).Value ?? string.Empty);
    }

    private static Task<IReadOnlyList<TraceHop>> TraceAsync(OwnSwitch own)
    {
        var networks = new KnownNetworks();
        return new NetworkTracer(networks, new GuestAddresses(networks, TimeProvider.System), new SwitchBridges(SwitchAccess.At(own.Socket), networks), "/nonexistent/bus")
            .TraceAsync("vm", Card, IPAddress.Parse("203.0.113.2"), TestContext.Current.CancellationToken);
    }

    private static void Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments))!;
        ip.WaitForExit();
        Assert.Equal(0, ip.ExitCode);
    }
}
