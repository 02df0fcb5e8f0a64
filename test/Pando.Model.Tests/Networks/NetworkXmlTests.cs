using System.Net;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Xml.Networks;

namespace Pando.Model.Tests.Networks;

public class NetworkXmlTests
{
    private const string Subnet = "<ip address='192.168.5.1' prefix='24'/>";

    [Fact]
    public void What_was_written_is_read_again_as_it_was() =>
        Properties.Hold(NetworkGenerator.Networks, network => Assert.Equal(network, NetworkXml.Read(NetworkXml.Write(network))), times: 1000);

    [Fact]
    public void A_network_without_a_uuid_gets_one() => Assert.NotEqual(default, NetworkXml.Read("<network><name>a</name></network>").Id);

    [Fact]
    public void A_network_that_makes_its_bridge_has_its_switches_said() =>
        Assert.Equal(new NetworkBridge { SpanningTree = true, DelaySeconds = 0 }, NetworkXml.Read("<network><name>a</name></network>").Bridge);

    [Theory]
    [InlineData("<domain/>", "definition.unsupported")]
    [InlineData("<network/>", "definition.missing")]
    [InlineData("<network><name>a/b</name></network>", "definition.bad-value")]
    [InlineData("<network><name>a</name><colour/></network>", "definition.unsupported")]
    public void What_is_no_network_is_refused(string xml, string code) => AssertRefused(xml, code);

    [Theory]
    [InlineData("<bridge name='averylongbridgename1'/>", "definition.bad-value")]
    [InlineData("<bridge name='a/b'/>", "definition.bad-value")]
    [InlineData("<bridge name='a' stp='maybe'/>", "definition.bad-value")]
    [InlineData("<mac address='01:54:00:00:00:01'/>", "definition.bad-value")]
    [InlineData("<mtu size='67'/>", "definition.bad-value")]
    [InlineData("<vlan><tag id='4096'/></vlan>", "definition.bad-value")]
    [InlineData("<domain localOnly='yes'/>", "definition.missing")]
    [InlineData("<portgroup name='x' default='yes'/><portgroup name='y' default='yes'/>", "definition.duplicate")]
    [InlineData("<portgroup name='x'/><portgroup name='x'/>", "definition.duplicate")]
    [InlineData("<bandwidth><inbound average='3' floor='2'/></bandwidth>", "definition.bad-value")]
    public void A_bad_part_is_refused(string part, string code) => AssertRefused(Network(part), code);

    [Theory]
    [InlineData("<forward mode='sideways'/>", "definition.bad-value")]
    [InlineData("<forward mode='nat'/>", "definition.missing")]
    [InlineData("<forward mode='open'/>", "definition.missing")]
    [InlineData("<forward mode='open' dev='eth0'/>" + Subnet, "definition.conflict")]
    [InlineData("<forward dev='a'><interface dev='b'/></forward>" + Subnet, "definition.conflict")]
    [InlineData("<forward><interface dev='a'/><interface dev='b'/></forward>" + Subnet, "definition.conflict")]
    [InlineData("<forward mode='route'><nat/></forward>" + Subnet, "definition.conflict")]
    [InlineData("<forward><nat><port start='9' end='2'/></nat></forward>" + Subnet, "definition.bad-value")]
    [InlineData("<forward><nat><address start='1.2.3.9' end='1.2.3.2'/></nat></forward>" + Subnet, "definition.bad-value")]
    [InlineData("<forward mode='bridge' dev='x'/><bridge name='b'/>", "definition.conflict")]
    [InlineData("<forward mode='bridge'/><bridge name='b' stp='on'/>", "definition.conflict")]
    [InlineData("<forward mode='bridge'/><bridge name='b' zone='z'/>", "definition.conflict")]
    [InlineData("<forward mode='bridge'/><bridge name='b'/><mtu size='1500'/>", "definition.conflict")]
    [InlineData("<forward mode='bridge'/><bridge name='b'/>" + Subnet, "definition.conflict")]
    [InlineData("<forward mode='private' dev='eth0'/><bridge name='b'/>", "definition.conflict")]
    [InlineData("<forward mode='hostdev'><pf dev='a'/><address type='pci' domain='0' bus='4' slot='0' function='1'/></forward>", "definition.conflict")]
    [InlineData("<forward mode='bridge' managed='yes'/>", "definition.conflict")]
    public void A_way_out_that_cannot_be_is_refused(string parts, string code) => AssertRefused(Network(parts), code);

    [Theory]
    [InlineData("<ip/>", "definition.missing")]
    [InlineData("<ip address='1.2.3'/>", "definition.bad-value")]
    [InlineData("<ip address='1.2.3.4' prefix='33'/>", "definition.bad-value")]
    [InlineData("<ip address='1.2.3.4' netmask='255.0.255.0'/>", "definition.bad-value")]
    [InlineData("<ip address='1.2.3.4' prefix='24' netmask='255.255.255.0'/>", "definition.conflict")]
    [InlineData("<ip address='fc00::1' prefix='64'/>", "definition.bad-value")]
    [InlineData("<ip family='ipv6' address='1.2.3.4' prefix='24'/>", "definition.bad-value")]
    [InlineData("<ip address='10.0.0.1' prefix='8'/><ip address='10.1.0.1' prefix='16'/>", "definition.conflict")]
    [InlineData(Subnet + "<route address='10.0.0.0' prefix='8' gateway='9.9.9.9'/>", "definition.bad-value")]
    [InlineData(Subnet + "<route address='10.1.2.3' prefix='8' gateway='192.168.5.9'/>", "definition.bad-value")]
    public void An_address_that_cannot_be_is_refused(string parts, string code) => AssertRefused(Network(parts), code);

    [Theory]
    [InlineData("<range start='192.168.6.1' end='192.168.6.5'/>", "definition.bad-value")]
    [InlineData("<range start='192.168.5.9' end='192.168.5.5'/>", "definition.bad-value")]
    [InlineData("<range start='192.168.5.9' end='192.168.5.255'/>", "definition.bad-value")]
    [InlineData("<range start='192.168.5.0' end='192.168.5.9'/>", "definition.bad-value")]
    [InlineData("<range start='192.168.5.2' end='192.168.5.9'><lease expiry='1'/></range>", "definition.bad-value")]
    [InlineData("<host ip='192.168.5.9'/>", "definition.missing")]
    [InlineData("<host mac='01:00:00:00:00:01' ip='192.168.5.9'/>", "definition.bad-value")]
    [InlineData("<host mac='52:54:00:00:00:01' ip='192.168.9.9'/>", "definition.bad-value")]
    [InlineData("<host id='0:1' name='a' ip='192.168.5.9'/>", "definition.conflict")]
    public void An_address_for_guests_that_cannot_be_is_refused(string part, string code) =>
        AssertRefused(Network($"<ip address='192.168.5.1' prefix='24'><dhcp>{part}</dhcp></ip>"), code);

    [Theory]
    [InlineData("<dns><forwarder/></dns>", "definition.missing")]
    [InlineData("<dns><forwarder addr='here'/></dns>", "definition.bad-value")]
    [InlineData("<dns><host ip='1.2.3.4'/></dns>", "definition.missing")]
    [InlineData("<dns><txt name='a b' value='c'/></dns>", "definition.bad-value")]
    [InlineData("<dns><srv service='x' protocol='sctp'/></dns>", "definition.bad-value")]
    [InlineData("<dns><srv service='x' protocol='tcp' port='9'/></dns>", "definition.missing")]
    public void A_name_that_cannot_be_is_refused(string part, string code) => AssertRefused(Network(part), code);

    [Fact]
    public void Guests_of_IPv6_are_not_known_by_their_cards() => AssertRefused(
        Network("<ip family='ipv6' address='fc00::1' prefix='64'><dhcp><host mac='52:54:00:00:00:01' ip='fc00::9'/></dhcp></ip>"), "definition.conflict");

    [Fact]
    public void One_network_of_a_family_gives_addresses() => AssertRefused(
        Network("<ip address='10.0.0.1' prefix='24'><dhcp/></ip><ip address='10.0.1.1' prefix='24'><dhcp/></ip>"), "definition.conflict");

    [Fact]
    public void A_network_of_addresses_is_that_of_its_mask_or_its_class()
    {
        Assert.Equal("10.0.0.0/24", new NetworkAddress("10.0.0.9") { Netmask = "255.255.255.0" }.Network().ToString());
        Assert.Equal("172.16.0.0/16", new NetworkAddress("172.16.3.1").Network().ToString());
        Assert.Equal("2001:db8::/64", new NetworkAddress("2001:db8::1").Network().ToString());
        Assert.Equal(IPAddress.Parse("10.255.255.255"), IpNetworks.Last(IpNetworks.Of(IPAddress.Parse("10.1.2.3"), 8)));
        Assert.Equal(0, IpNetworks.PrefixOf(IPAddress.Any));
        Assert.Equal(32, IpNetworks.PrefixOf(IPAddress.Broadcast));
    }

    private static string Network(string parts) => $"<network><name>a</name>{parts}</network>";

    private static void AssertRefused(string xml, string code) => Assert.Equal(code, Assert.Throws<CallerException>(() => NetworkXml.Read(xml)).Code.Name);
}
