using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Ports;
using Pando.Model.Xml;
using Pando.Model.Xml.Networks;
using Pando.Networks.Attachments;
using Pando.Networks.Filters;
using Pando.Networks.Starting;

namespace Pando.Networks.Tests;

/// <summary>What an interface on a network of mode user becomes.</summary>
public sealed class UserAttachmentTests
{
    private const string Forwards = "<metadata><pando:forwards xmlns:pando='urn:pando:network'><pando:forward proto='tcp' start='8080' end='8082' to='10.0.9.20' port='80'/><pando:forward proto='udp' address='192.0.2.1' start='53' to='10.0.9.21' port='5353'/></pando:forwards></metadata>";
    private const string Mine = $"<network><name>mine</name>{Forwards}<forward mode='user'/><ip address='10.0.9.2' netmask='255.255.255.0'><dhcp><host mac='52:54:00:00:00:01' ip='10.0.9.20'/><host name='web' ip='10.0.9.21'/></dhcp></ip></network>";
    private const string Here = "/bin/true";
    private const string Nowhere = "/nonexistent/passt";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Here, UserNetworkProgram.Passt)]
    [InlineData(Nowhere, UserNetworkProgram.Default)]
    public async Task The_guest_gets_its_address_and_the_ports_that_lead_to_it(string passt, UserNetworkProgram program)
    {
        var card = await AttachAsync(Mine, passt, "one", Interface(1));

        Assert.Equal(new UserNetworkSource { Network = new VirtualNetworkSource("mine"), Gateway = "10.0.9.2" }, card.Source);
        Assert.Equal(program, card.Backend.Program);
        Assert.Equal([new InterfaceAddress("10.0.9.20", IpFamily.IPv4, 24)], card.GuestAddresses.Items);
        Assert.Equal([new PortForward(PortProtocol.Tcp, null, null, [new PortRange(8080, 8082, 80)])], card.PortForwards.Items);
        Assert.Equal([new PortForward(PortProtocol.Udp, "192.0.2.1", null, [new PortRange(53, null, 5353)])], (await AttachAsync(Mine, passt, "web", Interface(2))).PortForwards.Items);

        // What is in force can be read by a later daemon, and is asked for anew at the next start.
        var machine = DomainXml.Read("<domain type='kvm'><name>a</name><memory>1</memory><os><type>hvm</type></os></domain>");
        var live = DomainXml.Write(machine with { Devices = machine.Devices with { Interfaces = [card] } }, new DomainXmlOptions { Live = true });
        var again = await AttachAsync(Mine.Replace("10.0.9.20", "10.0.9.30", StringComparison.Ordinal), passt, "one", DomainXml.Read(live).Devices.Interfaces[0]);
        Assert.Equal("10.0.9.30", Assert.Single(again.GuestAddresses.Items).Address);
    }

    [Fact]
    public async Task A_guest_that_the_network_does_not_name_gets_an_address_that_is_nobodys_and_no_port()
    {
        var card = await AttachAsync(Mine, Here, "other", Interface(3));
        Assert.Equal("10.0.9.15", Assert.Single(card.GuestAddresses.Items).Address);
        Assert.Empty(card.PortForwards.Items);
        var small = await AttachAsync("<network><name>mine</name><forward mode='user'/><ip address='10.0.9.1' prefix='29'><dhcp><host name='x' ip='10.0.9.3'/></dhcp></ip></network>", Here, "other", Interface(3));
        Assert.Equal("10.0.9.4", Assert.Single(small.GuestAddresses.Items).Address);

        var open = await AttachAsync("<network><name>mine</name><forward mode='user' dev='lo'/></network>", Here, "other", Interface(3));
        Assert.Equal(new UserNetworkSource("lo") { Network = new VirtualNetworkSource("mine") }, open.Source);
        Assert.Empty(open.GuestAddresses.Items);
        Assert.Equal(ErrorCodes.Network.CannotAttach, (await Assert.ThrowsAsync<CallerException>(() => AttachAsync("<network><name>mine</name><forward mode='user' dev='lo'/></network>", Nowhere, "other", Interface(3)))).Code);
    }

    [Theory]
    [InlineData("<mtu size='9000'/>")]
    [InlineData("<driver queues='2'/>")]
    [InlineData("<vlan><tag id='1'/></vlan>")]
    [InlineData("<filterref filter='clean-traffic'/>")]
    [InlineData("<bandwidth><inbound average='1'/></bandwidth>")]
    public async Task What_cannot_be_carried_is_refused(string element)
    {
        var card = DomainXml.Read($"<domain type='kvm'><name>a</name><memory>1</memory><os><type>hvm</type></os><devices><interface type='network'><source network='mine'/><model type='virtio'/>{element}</interface></devices></domain>").Devices.Interfaces[0];

        Assert.Equal(ErrorCodes.Network.CannotAttach, (await Assert.ThrowsAsync<CallerException>(() => AttachAsync(Mine, Here, "one", card with { Mac = MacAddress.WithQemuPrefix(1), Alias = new DeviceAlias("net0") }))).Code);
    }

    [Theory]
    [InlineData("<bridge name='br0'/>")]
    [InlineData("<dns/>")]
    [InlineData("<mtu size='1400'/>")]
    [InlineData("<ip address='2001:db8::1' family='ipv6' prefix='64'/>")]
    [InlineData("<ip address='10.0.0.1' prefix='30'/>")]
    [InlineData("<ip address='10.0.0.1' prefix='24'/><ip address='10.0.1.1' prefix='24'/>")]
    [InlineData("<ip address='10.0.0.1' prefix='24'><dhcp><range start='10.0.0.2' end='10.0.0.9'/></dhcp></ip>")]
    [InlineData("<ip address='10.0.0.1' prefix='24'><tftp root='/srv'/></ip>")]
    public void What_no_carrier_has_is_no_definition(string element) =>
        Assert.Equal(ErrorCodes.Definition.Conflict, Assert.Throws<CallerException>(() => NetworkXml.Read($"<network><name>mine</name><forward mode='user'/>{element}</network>")).Code);

    [Theory]
    [InlineData("<bandwidth><inbound average='1'/></bandwidth>")]
    [InlineData("<vlan><tag id='1'/></vlan>")]
    public void What_no_carrier_has_does_not_start(string element) =>
        Assert.Equal(ErrorCodes.Network.CannotStart, Assert.Throws<CallerException>(() => StartRules.Check(NetworkXml.Read($"<network><name>mine</name><forward mode='user'/>{element}</network>"))).Code);

    private static InterfaceDevice Interface(int number) =>
        new() { Source = new VirtualNetworkSource("mine"), Mac = MacAddress.WithQemuPrefix(number), Model = InterfaceModel.Virtio, Alias = new DeviceAlias("net0") };

    private static async Task<InterfaceDevice> AttachAsync(string network, string passt, string machine, InterfaceDevice card)
    {
        var known = new KnownNetworks(KnownNetworks.Active(network));
        var services = KnownNetworks.Services();
        var attachments = new HostNetworkAttachments(known, new NetworkFilterRegistry(services, known), services) { Carried = new UserAttachment(passt) };
        return (await attachments.AttachAsync(new AttachmentRequest(machine, card, null), _ => ValueTask.CompletedTask, Ct))!.Interface;
    }
}
