using Pando.Linux.Networking;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Networks.Bridges;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests;

/// <summary>What cannot be done with bridges of a real kernel, and that it leaves them as they were.</summary>
public sealed class BridgeRefusalTests
{
    public BridgeRefusalTests() => OwnNetwork.Require();

    [Fact]
    public void A_bridge_that_is_not_there_and_a_device_that_is_none_are_told() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        links.Make("card0", "veth");
        var bridges = new HostBridges();
        foreach (var name in new[] { "nosuch", "card0" })
        {
            foreach (var ask in new Action[] { () => bridges.Get(name), () => bridges.Addresses(name), () => bridges.Change(name, new BridgeSettings { SpanningTree = true }) })
            {
                var refused = Assert.Throws<CallerException>(ask);
                Assert.Equal((ErrorCodes.Network.NoSuchBridge, name), (refused.Code, refused.Facts.Single().Value));
            }
        }
    });

    [Fact]
    public void What_the_kernel_does_not_take_is_told_in_its_words() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        links.Make("br0", "bridge");
        var refused = Assert.Throws<MachineryException>(() => new HostBridges().Change("br0", new BridgeSettings(), mtu: 100_000));
        Assert.Equal((ErrorCodes.Network.BridgeRefused, "br0"), (refused.Code, refused.Facts.Single(static fact => fact.Name == "bridge").Value));
        Assert.NotEmpty(refused.Facts.Single(static fact => fact.Name == "reason").Value);
        Assert.Equal(1500, links.Find("br0")!.Mtu);
    });

    [Fact]
    public void A_bridge_that_somebody_takes_away_while_its_network_starts_is_told() => OwnNetwork.Run(() =>
    {
        var network = KnownNetworks.Active("<network><name>lab</name><mac address='52:54:00:00:00:01'/><bridge name='virbr1'/><ip address='10.1.0.1' prefix='24'/></network>").Live!.Definition;
        NetworkBridgeDevice.Make(network);
        using var links = NetworkLinks.Open();
        links.Delete(links.Find("virbr1")!);
        var gone = Assert.Throws<MachineryException>(() => NetworkBridgeDevice.SwitchOn(network));
        Assert.Equal((ErrorCodes.Network.BridgeGone, "lab", "virbr1"), (gone.Code, gone.Facts[0].Value, gone.Facts[1].Value));
        // Taken back, it leaves nothing and says nothing.
        NetworkBridgeDevice.Remove(network);
        Assert.Null(links.Find("virbr1"));
    });
}
