using System.Text;
using Pando.Api.Networks;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Hardware;

/// <summary>VLANs on a bridge of Pando's, on a kernel that keeps them apart.</summary>
[Collection(OnKvmHost.Name)]
[Trait("Speed", "Slow")]
public sealed class VlanHostTests(KvmHost host)
{
    private const string Lab =
        """
        <network><name>lab</name><bridge name='virbr1' stp='off'/>
          <portgroup name='red'><vlan><tag id='10'/></vlan></portgroup>
          <portgroup name='blue' default='yes'><vlan><tag id='20'/></vlan></portgroup>
          <dns enable='no'/><ip address='10.77.0.254' prefix='24'/>
        </network>
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Guests_reach_those_of_their_own_VLAN_and_a_trunk_reaches_all()
    {
        await host.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(Lab), Ct);
        await host.Client.StartNetworkAsync("lab", Ct);
        Assert.True((await host.Client.GetBridgeAsync("virbr1", Ct)).VlanFiltering);
        using var one = await GuestAsync("one", "<source network='lab' portgroup='red'/>", 1);
        using var two = await GuestAsync("two", "<source network='lab'/>", 2);
        using var all = await GuestAsync("all", "<source network='lab'/><vlan trunk='yes'><tag id='10'/><tag id='20' nativeMode='untagged'/></vlan>", 3);
        await all.AskAsync("ip link add link eth0 name red type vlan id 10; ip address add 10.77.1.3/24 dev red; ip link set red up; echo $?");
        Assert.Equal(["all 10 - -", "all 20 pvid untagged", "one 10 pvid untagged", "two 20 pvid untagged"], await PortsAsync());

        // Both are on one bridge and in one subnet; what is between them is the VLAN.
        Assert.Equal("1", await one.AskAsync(Ping("10.77.0.2")));
        Assert.Equal("0", await two.AskAsync(Ping("10.77.0.3")));
        Assert.Equal("0", await all.AskAsync("ip address add 10.77.0.9/32 dev lo; " + Ping("10.77.0.2")));
        await one.AskAsync("ip address add 10.77.1.1/24 dev eth0; echo $?");
        Assert.Equal("0", await one.AskAsync(Ping("10.77.1.3")));

        await AssertTraceTellsVlansAsync(one);

        // While it runs it comes to the other group.
        await host.Client.UpdateDeviceAsync("two", Encoding.UTF8.GetBytes(Card("<source network='lab' portgroup='red'/>", 2)), cancellationToken: Ct);
        Assert.Equal("0", await one.AskAsync(Ping("10.77.0.2")));
        Assert.Contains("two 10 pvid untagged", await PortsAsync());

        foreach (var machine in new[] { "one", "two", "all" })
        {
            await host.Client.DestroyAsync(machine, cancellationToken: Ct);
        }
        await host.Client.StopNetworkAsync("lab", Ct);
    }

    // The host is where those are that say nothing of VLANs: each remedy is done, and is one.
    private async Task AssertTraceTellsVlansAsync(GuestConsole one)
    {
        var tap = Assert.Single(await host.Client.ListBridgeVlansAsync("virbr1", Ct), static port => port.Machine == "one").Device;
        Assert.Equal("1", await one.AskAsync(Ping("10.77.0.254")));
        await AssertVlanAsync("vlan.apart", "The port is in VLAN 10, the host on virbr1 in 1: they do not reach each other.", "--port virbr1 --add 10");
        await host.Client.WriteBridgeVlanAsync("virbr1", 10, new BridgeVlanRequest { Device = "virbr1", Pvid = true, Untagged = true }, Ct);
        await AssertVlanAsync("vlan.in", "10", null);
        Assert.Equal("0", await one.AskAsync(Ping("10.77.0.254")));

        await host.Client.RemoveBridgeVlanAsync("virbr1", 10, tap, Ct);
        await AssertVlanAsync("vlan.none", "The bridge keeps VLANs apart, and the port is in none.", $"pando net bridge vlan virbr1 --port {tap} --add ID --pvid --untagged");
        Assert.Equal("1", await one.AskAsync(Ping("10.77.0.254")));
        await host.Client.WriteBridgeVlanAsync("virbr1", 10, new BridgeVlanRequest { Device = tap, Pvid = true, Untagged = true }, Ct);
        await AssertVlanAsync("vlan.in", "10", null);
        Assert.Equal("0", await one.AskAsync(Ping("10.77.0.254")));
    }

    private async Task AssertVlanAsync(string finding, string text, string? remedy)
    {
        var hops = await host.Client.TraceAsync("one", cancellationToken: Ct);
        var told = Assert.Single(hops, static hop => hop.Hop == "vlan");
        Assert.Equal(finding, told.Finding);
        Assert.Contains(text, told.Text, StringComparison.Ordinal);
        Assert.Contains(remedy ?? string.Empty, told.Fix ?? string.Empty, StringComparison.Ordinal);
        // What fails is the last that is told.
        Assert.Equal(finding != "vlan.in", hops[^1] == told);
    }

    private static string Ping(string address) => $"ping -c 2 -W 15 {address} >/dev/null; echo $?";

    private async Task<string[]> PortsAsync() =>
    [
        .. (await host.Client.ListBridgeVlansAsync("virbr1", Ct)).Where(static port => port.Machine is not null)
            .SelectMany(static port => port.Vlans.Select(vlan => $"{port.Machine} {vlan.Id} {(vlan.Pvid ? "pvid" : "-")} {(vlan.Untagged ? "untagged" : "-")}")).Order(StringComparer.Ordinal),
    ];

    private async Task<GuestConsole> GuestAsync(string name, string source, int number)
    {
        var console = await GuestConsole.BootAsync(host.Client, name, Machines.Tiny(name, KvmHostFiles.Innermost, Card(source, number)), KvmHost.Patience);
        await console.AskAsync($"ip address add 10.77.0.{number}/24 dev eth0; ip link set eth0 up; echo $?");
        return console;
    }

    private static string Card(string source, int number) => $"<interface type='network'><mac address='52:54:00:00:00:0{number}'/>{source}<model type='virtio'/></interface>";
}
