using Pando.Model.Errors;
using Pando.Model.HostInterfaces;
using Pando.Model.Xml.HostInterfaces;

namespace Pando.Model.Tests.Xml;

public class HostInterfaceXmlTests
{
    [Theory]
    [InlineData("""
        <interface type='ethernet' name='eth0'>
          <mtu size='1500'/>
          <protocol family='ipv4'>
            <ip address='192.0.2.1' prefix='24'/>
          </protocol>
          <protocol family='ipv6'>
            <ip address='2001:db8::1' prefix='64'/>
          </protocol>
          <mac address='52:54:00:00:00:01'/>
        </interface>

        """)]
    [InlineData("""
        <interface type='bridge' name='br0'>
          <bridge stp='on' delay='0.5'>
            <interface type='ethernet' name='eth0'>
              <mac address='52:54:00:00:00:01'/>
            </interface>
          </bridge>
        </interface>

        """)]
    [InlineData("""
        <interface type='bond' name='bond0'>
          <bond mode='active-backup'>
            <miimon freq='100' carrier='netif'/>
            <interface type='ethernet' name='eth0'/>
            <interface type='ethernet' name='eth1'/>
          </bond>
        </interface>

        """)]
    [InlineData("""
        <interface type='vlan' name='eth0.7'>
          <vlan tag='7'>
            <interface name='eth0'/>
          </vlan>
        </interface>

        """)]
    public void Each_kind_is_written_as_it_was_read(string text) =>
        Assert.Equal(text, HostInterfaceXml.Write(HostInterfaceXml.Read(text)), ignoreLineEndingDifferences: true);

    [Fact]
    public void What_it_does_is_told_and_not_asked_for() =>
        Assert.Null(HostInterfaceXml.Read("<interface type='ethernet' name='eth0'><start mode='onboot'/><link state='up' speed='1000'/></interface>").IsUp);

    [Fact]
    public void A_bridge_s_state_is_that_of_its_ports() =>
        Assert.DoesNotContain("<link", HostInterfaceXml.Write(new HostInterface("br0", HostInterfaceKind.Bridge) { IsUp = true }), StringComparison.Ordinal);

    [Theory]
    [InlineData("<network/>", "definition.unsupported")]
    [InlineData("<interface type='ethernet'/>", "definition.missing")]
    [InlineData("<interface type='tunnel' name='a'/>", "definition.bad-value")]
    [InlineData("<interface type='bridge' name='a'/>", "definition.missing")]
    [InlineData("<interface type='vlan' name='a'><vlan tag='4095'><interface name='b'/></vlan></interface>", "definition.bad-value")]
    [InlineData("<interface type='vlan' name='a'><vlan tag='7'/></interface>", "definition.missing")]
    [InlineData("<interface type='ethernet' name='a'><start mode='none'/></interface>", "definition.bad-value")]
    [InlineData("<interface type='ethernet' name='a'><protocol family='ipv4'><dhcp/></protocol></interface>", "definition.unsupported")]
    [InlineData("<interface type='ethernet' name='a'><protocol family='ipv4'><ip address='2001:db8::1' prefix='64'/></protocol></interface>", "definition.bad-value")]
    [InlineData("<interface type='ethernet' name='a'><protocol family='ipv4'><ip address='192.0.2.1' prefix='33'/></protocol></interface>", "definition.bad-value")]
    [InlineData("<interface type='bridge' name='a'><bridge delay='long'/></interface>", "definition.bad-value")]
    public void What_cannot_be_is_refused(string text, string code) =>
        Assert.Equal(code, Assert.Throws<CallerException>(() => HostInterfaceXml.Read(text)).Code.ToString());
}
