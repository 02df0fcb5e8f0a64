using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Xml.Networks;

namespace Pando.Model.Tests.Networks;

/// <summary>Single elements of networks, as virsh's <c>net-update</c> changes them.</summary>
public sealed class NetworkSectionTests
{
    private static readonly NetworkDefinition Network = NetworkXml.Read(
        "<network><name>n</name><forward mode='nat'/><bridge name='virbr0'/><ip address='10.0.0.1' prefix='24'><dhcp><range start='10.0.0.10' end='10.0.0.20'/>"
        + "<host mac='52:54:00:00:00:01' ip='10.0.0.31'/></dhcp></ip></network>");

    [Theory]
    [InlineData("ip-dhcp-host", "add-last", "<host mac='52:54:00:00:00:02' ip='10.0.0.32'/>", "10.0.0.31'/>\n      <host mac='52:54:00:00:00:02'")]
    [InlineData("ip-dhcp-host", "add-first", "<host mac='52:54:00:00:00:02' ip='10.0.0.32'/>", "<host mac='52:54:00:00:00:02' ip='10.0.0.32'/>\n      <host mac='52:54:00:00:00:01'")]
    [InlineData("ip-dhcp-host", "modify", "<host mac='52:54:00:00:00:01' ip='10.0.0.99'/>", "10.0.0.99")]
    [InlineData("ip-dhcp-range", "add", "<range start='10.0.0.40' end='10.0.0.50'/>", "10.0.0.50")]
    [InlineData("dns-host", "add", "<host ip='10.0.0.7'><hostname>seven</hostname></host>", "<hostname>seven</hostname>")]
    [InlineData("dns-txt", "add", "<txt name='t' value='v'/>", "value='v'")]
    [InlineData("portgroup", "add", "<portgroup name='red'><vlan><tag id='5'/></vlan></portgroup>", "portgroup name='red'")]
    [InlineData("forward-interface", "add", "<interface dev='eth0'/>", "dev='eth0'")]
    public void An_element_comes_or_is_changed(string section, string edit, string xml, string expected) =>
        Assert.Contains(expected, NetworkXml.Write(Apply(section, edit, xml)), StringComparison.Ordinal);

    [Theory]
    [InlineData("ip-dhcp-host", "<host mac='52:54:00:00:00:01'/>")]
    [InlineData("ip-dhcp-host", "<host ip='10.0.0.31'/>")]
    [InlineData("ip-dhcp-range", "<range start='10.0.0.10' end='10.0.0.20'/>")]
    public void A_key_is_enough_to_delete(string section, string xml) =>
        Assert.NotEqual(NetworkXml.Write(Network), NetworkXml.Write(Apply(section, "delete", xml)));

    [Theory]
    [InlineData("ip-dhcp-host", "add", "<host mac='52:54:00:00:00:01' ip='10.0.0.77'/>", "network.element-taken")]
    [InlineData("ip-dhcp-host", "add", "<host mac='52:54:00:00:00:09' ip='10.0.0.31'/>", "network.element-taken")]
    [InlineData("ip-dhcp-host", "delete", "<host mac='52:54:00:00:00:09'/>", "network.no-such-element")]
    [InlineData("ip-dhcp-host", "modify", "<host mac='52:54:00:00:00:09' ip='10.0.0.31'/>", "network.no-such-element")]
    [InlineData("dns-host", "delete", "<host ip='10.0.0.7'/>", "network.no-such-element")]
    [InlineData("ip-dhcp-host", "add", "<range start='10.0.0.10' end='10.0.0.20'/>", "network.wrong-element")]
    [InlineData("ip-dhcp-range", "add", "<range start='10.9.0.40' end='10.9.0.50'/>", "definition.bad-value")]
    [InlineData("ip-dhcp-range", "add", "<range start='10.0.0.40'", "definition.malformed")]
    public void What_does_not_fit_is_refused(string section, string edit, string xml, string code) =>
        Assert.Equal(code, Assert.Throws<CallerException>(() => Apply(section, edit, xml)).Code.Name);

    [Fact]
    public void Ports_of_the_host_stand_beside_what_other_programs_keep()
    {
        var forwards = Network with { PortForwards = [new HostPortForward(Model.Domains.Devices.PortProtocol.Tcp, 8080, 8081, "10.0.0.31", 80), new HostPortForward(Model.Domains.Devices.PortProtocol.Udp, 53, 53, "10.0.0.31", 53, "192.0.2.1")] };
        var read = NetworkXml.Read(NetworkXml.Write(forwards));
        Assert.Equal(forwards.PortForwards, read.PortForwards);
        Assert.True(read.Metadata.IsEmpty);
    }

    [Theory]
    [InlineData("<pando:forward proto='tcp' start='80' to='10.1.0.31'/>", "definition.bad-value")]
    [InlineData("<pando:forward proto='tcp' start='80' to='10.0.0.31'/><pando:forward proto='tcp' start='70' end='90' to='10.0.0.32'/>", "definition.conflict")]
    [InlineData("<pando:forward proto='tcp' start='80' address='fd00::1' to='10.0.0.31'/>", "definition.conflict")]
    [InlineData("<pando:forward proto='tcp' start='0' to='10.0.0.31'/>", "definition.bad-value")]
    [InlineData("<pando:forward proto='icmp' start='1' to='10.0.0.31'/>", "definition.bad-value")]
    [InlineData("<pando:forward proto='tcp' start='1' end='9000' port='2' to='10.0.0.31'/>", "definition.bad-value")]
    [InlineData("<pando:forward proto='tcp' start='1' to='10.0.0.31' speed='1'/>", "definition.unsupported")]
    public void A_port_that_leads_nowhere_is_refused(string forwards, string code) => Assert.Equal(code, Assert.Throws<CallerException>(() => NetworkXml.Read(
        $"<network><name>n</name><metadata><pando:forwards xmlns:pando='urn:pando:network'>{forwards}</pando:forwards></metadata><forward mode='nat'/><bridge name='virbr0'/><ip address='10.0.0.1' prefix='24'/></network>")).Code.Name);

    private static NetworkDefinition Apply(string section, string edit, string xml) =>
        NetworkSectionXml.Apply(Network, NetworkSectionXml.Section(section)!.Value, NetworkSectionXml.Edit(edit)!.Value, xml, parent: null);
}
