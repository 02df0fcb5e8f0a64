using Pando.Api.Host;

namespace Pando.EndToEnd.Tests.Hardware;

/// <summary>Bonds and VLANs of the host's own network, on a kernel that has them.</summary>
[Collection(OnKvmHost.Name)]
[Trait("Speed", "Slow")]
public sealed class StackedDevicesTests(KvmHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bond_takes_over_what_its_cards_carry_has_a_VLAN_and_a_bridge_over_it_and_gives_all_back()
    {
        Assert.Equal("0", await host.Shell.AskAsync(
            "ip link add card0 type dummy; ip link add card1 type dummy; ip link set card0 up; ip address add 192.0.2.10/24 dev card0; ip route add 198.51.100.0/24 via 192.0.2.1 metric 77; echo $?"));

        await host.Client.ChangeHostNetworkAsync(new HostNetworkChangeRequest { Action = "bond", Name = "lacp", Ports = ["card0", "card1"], BondMode = "802.3ad", LacpRate = "fast", HashPolicy = "layer3+4" }, Ct);
        Assert.Equal("802.3ad 4 fast 1 layer3+4 1", await host.Shell.AskAsync("cd /sys/class/net/lacp/bonding; echo $(cat mode lacp_rate xmit_hash_policy); cd /"));
        await host.Client.RevertHostNetworkAsync(Ct);
        Assert.Equal("192.0.2.10/24 card0", await PlaceAsync());

        await MakeAsync(new HostNetworkChangeRequest { Action = "bond", Name = "pair", Ports = ["card0", "card1"], Miimon = 50 });
        Assert.Equal("active-backup 1 50 card0 card1", await host.Shell.AskAsync("cd /sys/class/net/pair/bonding; echo $(cat mode miimon slaves); cd /"));
        Assert.Equal("192.0.2.10/24 pair", await PlaceAsync());
        Assert.Equal("1", await host.Shell.AskAsync("ip route show 198.51.100.0/24 | grep -c 'via 192.0.2.1 dev pair.*metric 77'"));

        await MakeAsync(new HostNetworkChangeRequest { Action = "vlan", Name = "pair.20", Ports = ["pair"], Vlan = 20 });
        await MakeAsync(new HostNetworkChangeRequest { Action = "bridge", Name = "br20", Ports = ["pair.20"] });
        var devices = (await host.Client.GetHostNetworkAsync(Ct)).Devices.ToDictionary(static device => device.Name, StringComparer.Ordinal);
        Assert.Equal((20, "pair", "br20", true), (devices["pair.20"].Vlan, devices["pair.20"].Lower, devices["pair.20"].Master, devices["pair.20"].IsUp));
        Assert.Equal(("active-backup", true), (devices["pair"].BondMode, devices["pair"].MadeByPando));

        foreach (var device in new[] { "br20", "pair.20", "pair" })
        {
            await host.Client.ChangeHostNetworkAsync(new HostNetworkChangeRequest { Action = "remove", Name = device }, Ct);
            await host.Client.RevertHostNetworkAsync(Ct);
            Assert.Contains((await host.Client.GetHostNetworkAsync(Ct)).Devices, one => one.Name == device);
            await MakeAsync(new HostNetworkChangeRequest { Action = "remove", Name = device });
        }
        Assert.Equal("192.0.2.10/24 card0", await PlaceAsync());
        Assert.Equal("1", await host.Shell.AskAsync("ip route show 198.51.100.0/24 | grep -c 'via 192.0.2.1 dev card0.*metric 77'"));
        Assert.Equal("0", await host.Shell.AskAsync("ip link del card0; ip link del card1; echo $?"));
    }

    private async Task MakeAsync(HostNetworkChangeRequest change)
    {
        await host.Client.ChangeHostNetworkAsync(change, Ct);
        await host.Client.ConfirmHostNetworkAsync(Ct);
    }

    private Task<string> PlaceAsync() => host.Shell.AskAsync("ip -o -4 address show to 192.0.2.10 | awk '{ print $4, $2 }'");
}
