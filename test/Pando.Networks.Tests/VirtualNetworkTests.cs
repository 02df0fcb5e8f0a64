using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.TestNamespaces;

namespace Pando.Networks.Tests;

/// <summary>Machines on virtual networks, on a kernel's real network of the test's own.</summary>
public sealed class VirtualNetworkTests
{
    private const string Isolated = "<network><name>lab</name><uuid>5b0b3a0e-0f6f-4a0e-9f2f-3d6a5d2b8c11</uuid><bridge name='br7'/><port isolated='yes'/></network>";

    public VirtualNetworkTests() => OwnNetwork.Require();

    [Fact]
    public void An_interface_is_on_the_networks_bridge_and_goes_on_naming_the_network() => OwnNetwork.Run(() =>
    {
        using var links = NetworkLinks.Open();
        var bridge = links.Make("br7", "bridge");
        using var opened = Attach(new KnownNetworks(KnownNetworks.Active(Isolated)), "lab");

        Assert.Equal(bridge.Index, links.Find("vnet0")!.Master);
        Assert.Equal("1", File.ReadAllText("/sys/class/net/vnet0/brport/isolated").Trim());
        Assert.Equal("lab", Assert.IsType<VirtualNetworkSource>(opened.Interface.Source).Network);
        Assert.Null(opened.Interface.IsolatedPort);
    });

    [Fact]
    public void A_network_that_is_not_there_or_not_active_is_named() => OwnNetwork.Run(() =>
    {
        var off = KnownNetworks.Active(Isolated) with { Live = null };
        Assert.Equal(ErrorCodes.Network.NotFound, Assert.Throws<CallerException>(() => Attach(new KnownNetworks(), "lab")).Code);
        Assert.Equal(ErrorCodes.Network.NotActiveFor, Assert.Throws<CallerException>(() => Attach(new KnownNetworks(off), "lab")).Code);
        Assert.Equal(ErrorCodes.Network.NoPortGroup, Assert.Throws<CallerException>(() => Attach(new KnownNetworks(KnownNetworks.Active(Isolated)), "lab", "gold")).Code);
    });

    private static OpenedInterface Attach(INetworks networks, string network, string? group = null)
    {
        var card = new InterfaceDevice { Source = new VirtualNetworkSource(network, group), Mac = MacAddress.WithQemuPrefix(7), Model = InterfaceModel.Virtio, Alias = new DeviceAlias("net0") };
        var attached = KnownNetworks.Attachments(networks).AttachAsync(new AttachmentRequest("vm1", card, 65534), _ => ValueTask.CompletedTask).AsTask();
        Assert.True(attached.IsCompleted);
#pragma warning disable RS0030 // It has completed: nothing is waited for, and the thread has the namespace.
        return attached.GetAwaiter().GetResult()!;
#pragma warning restore RS0030
    }
}
