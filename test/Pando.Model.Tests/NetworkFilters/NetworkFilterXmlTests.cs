using System.Xml.Linq;
using Pando.Model.Errors;
using Pando.Model.NetworkFilters;
using Pando.Model.Xml;
using Pando.Model.Xml.NetworkFilters;

namespace Pando.Model.Tests.NetworkFilters;

public class NetworkFilterXmlTests
{
    // Where the distribution puts libvirt's own filters, and where libvirtd keeps them.
    private static readonly string[] Shipped = ["/usr/share/libvirt/nwfilter", "/etc/libvirt/nwfilter"];

    [Fact]
    public void What_was_written_is_read_again_as_it_was() =>
        Properties.Hold(NetworkFilterGenerator.Filters, filter => Assert.Equal(filter, NetworkFilterXml.Read(NetworkFilterXml.Write(filter))), times: 1000);

    [Fact]
    public void Each_filter_that_libvirt_ships_is_written_as_libvirt_writes_it()
    {
        var files = Shipped.Where(Directory.Exists).SelectMany(static folder => Directory.EnumerateFiles(folder, "*.xml")).ToArray();
        Assert.SkipUnless(files.Length > 0, "libvirt's filters are not installed");
        foreach (var file in files)
        {
            var theirs = HostileXml.Read(File.ReadAllText(file));
            var read = NetworkFilterXml.Read(theirs.ToString());
            Assert.Equal(read, NetworkFilterXml.Read(NetworkFilterXml.Write(read)));
            // Those that a libvirtd has completed have a uuid; as they come in the package they have none.
            if (theirs.Element("uuid") is not null)
            {
                Assert.Equal(Comparable(theirs), Comparable(HostileXml.Read(NetworkFilterXml.Write(read))));
            }
        }
    }

    [Fact]
    public void What_is_not_said_is_what_libvirt_takes()
    {
        var filter = NetworkFilterXml.Read("<filter name='a' chain='ipv6-x'><rule action='drop' direction='in'/></filter>");
        Assert.Equal((-600, 500), (filter.Priority, Assert.Single(filter.Rules).Priority));
        Assert.True(Assert.Single(filter.Rules).FollowsConnections);
        Assert.NotEqual(default, filter.Id);
        Assert.Equal(("root", 0), (NetworkFilterXml.Read("<filter name='a'/>").Chain, NetworkFilterXml.Read("<filter name='a'/>").Priority));
    }

    [Theory]
    [InlineData("<mac protocolid='0x0806'/>", "protocolid", "arp")]
    [InlineData("<mac protocolid='0x88CC'/>", "protocolid", "0x88cc")]
    [InlineData("<mac srcmacaddr='1:2:3:a:B:c'/>", "srcmacaddr", "01:02:03:0a:0b:0c")]
    [InlineData("<arp opcode='request_reverse'/>", "opcode", "Request_Reverse")]
    [InlineData("<arp gratuitous='yes'/>", "gratuitous", "true")]
    [InlineData("<ip protocol='17'/>", "protocol", "udp")]
    [InlineData("<ip srcipaddr='10.0.0.1' srcipmask='255.255.0.0'/>", "srcipmask", "16")]
    [InlineData("<ip srcipaddr='010.000.0.1'/>", "srcipaddr", "10.0.0.1")]
    [InlineData("<ipv6 srcipaddr='FE80::' srcipmask='ffc0::'/>", "srcipmask", "10")]
    [InlineData("<tcp dstipaddr='$ A[ @ 1 ]'/>", null, null)]
    [InlineData("<tcp dstipaddr='$A[@0]'/>", "dstipaddr", "$A")]
    [InlineData("<tcp dstipaddr='$A[@12]'/>", "dstipaddr", "$A[@12]")]
    public void Values_have_one_form(string match, string? field, string? value)
    {
        if (field is null)
        {
            AssertRefused(Rule(match), "definition.bad-value");
            return;
        }
        Assert.Equal(value, Assert.Single(NetworkFilterXml.Read(Rule(match)).Rules).Match!.Value(field));
    }

    [Theory]
    [InlineData("<network/>", "definition.unsupported")]
    [InlineData("<filter/>", "definition.missing")]
    [InlineData("<filter name='a/b'/>", "definition.bad-value")]
    [InlineData("<filter name='a' chain='tcp'/>", "definition.bad-value")]
    [InlineData("<filter name='a' chain='ipv4-much-too-long'/>", "definition.bad-value")]
    [InlineData("<filter name='a' chain='arp x'/>", "definition.bad-value")]
    [InlineData("<filter name='a' priority='1001'/>", "definition.bad-value")]
    [InlineData("<filter name='a' colour='red'/>", "definition.unsupported")]
    [InlineData("<filter name='a'><colour/></filter>", "definition.unsupported")]
    [InlineData("<filter name='a'><uuid>1</uuid></filter>", "definition.bad-value")]
    [InlineData("<filter name='a'><filterref/></filter>", "definition.missing")]
    [InlineData("<filter name='a'><filterref filter='b'><parameter name='a b' value='c'/></filterref></filter>", "definition.bad-value")]
    [InlineData("<filter name='a'><rule direction='in'/></filter>", "definition.missing")]
    [InlineData("<filter name='a'><rule action='drop'/></filter>", "definition.missing")]
    [InlineData("<filter name='a'><rule action='lose' direction='in'/></filter>", "definition.bad-value")]
    [InlineData("<filter name='a'><rule action='drop' direction='up'/></filter>", "definition.bad-value")]
    [InlineData("<filter name='a'><rule action='drop' direction='in' priority='-1001'/></filter>", "definition.bad-value")]
    [InlineData("<filter name='a'><rule action='drop' direction='in' statematch='maybe'/></filter>", "definition.bad-value")]
    [InlineData("<filter name='a'><rule action='drop' direction='in'><mac/><arp/></rule></filter>", "definition.repeated")]
    public void What_is_no_filter_is_refused(string xml, string code) => AssertRefused(xml, code);

    [Theory]
    [InlineData("<ipx/>", "definition.unsupported")]
    [InlineData("<tcp colour='red'/>", "definition.unsupported")]
    [InlineData("<icmp srcportstart='7'/>", "definition.unsupported")]
    [InlineData("<mac match='maybe'/>", "definition.bad-value")]
    [InlineData("<mac srcmacaddr='52:54:00'/>", "definition.bad-value")]
    [InlineData("<mac srcmacmask='ff:ff:ff:00:00:00'/>", "definition.missing")]
    [InlineData("<mac protocolid='0x5ff'/>", "definition.bad-value")]
    [InlineData("<vlan vlanid='4096'/>", "definition.bad-value")]
    [InlineData("<arp opcode='Whisper'/>", "definition.bad-value")]
    [InlineData("<ip srcipaddr='10.0.0'/>", "definition.bad-value")]
    [InlineData("<ip srcipaddr='fe80::1'/>", "definition.bad-value")]
    [InlineData("<ip srcipaddr='10.0.0.1' srcipmask='33'/>", "definition.bad-value")]
    [InlineData("<ip srcipaddr='10.0.0.1' srcipmask='255.0.255.0'/>", "definition.bad-value")]
    [InlineData("<ip dstportstart='80'/>", "definition.conflict")]
    [InlineData("<ip protocol='icmp' dstportstart='80'/>", "definition.conflict")]
    [InlineData("<ipv6 protocol='udp' type='128'/>", "definition.conflict")]
    [InlineData("<ipv6 srcipaddr='10.0.0.1'/>", "definition.bad-value")]
    [InlineData("<ipv6 srcipaddr='fe80::' srcipmask='ff00:ff::'/>", "definition.bad-value")]
    [InlineData("<tcp srcportstart='65536'/>", "definition.bad-value")]
    [InlineData("<tcp srcportend='80'/>", "definition.missing")]
    [InlineData("<tcp srcportstart='90' srcportend='80'/>", "definition.bad-value")]
    [InlineData("<tcp flags='SYN'/>", "definition.bad-value")]
    [InlineData("<tcp flags='SYN,WRONG/SYN'/>", "definition.bad-value")]
    [InlineData("<tcp state='YOUNG'/>", "definition.bad-value")]
    [InlineData("<tcp dscp='64'/>", "definition.bad-value")]
    [InlineData("<tcp ipset='a'/><tcp/>", "definition.repeated")]
    [InlineData("<tcp ipsetflags='src'/>", "definition.missing")]
    [InlineData("<tcp ipset='a' ipsetflags='up'/>", "definition.bad-value")]
    [InlineData("<stp root-cost='4294967296'/>", "definition.bad-value")]
    [InlineData("<stp age-hi='4'/>", "definition.missing")]
    [InlineData("<udp dstipaddr='$A[99999]'/>", "definition.bad-value")]
    [InlineData("<udp dstipaddr='$'/>", "definition.bad-value")]
    public void A_rule_that_cannot_be_is_refused(string match, string code) => AssertRefused(Rule(match), code);

    private static string Rule(string match) => $"<filter name='a'><rule action='drop' direction='in'>{match}</rule></filter>";

    private static void AssertRefused(string xml, string code) => Assert.Equal(code, Assert.Throws<CallerException>(() => NetworkFilterXml.Read(xml)).Code.Name);

    /// <summary>Attributes by name: their order says nothing.</summary>
    private static string Comparable(XElement element)
    {
        var copy = new XElement(element);
        copy.DescendantNodes().OfType<XText>().Where(static text => string.IsNullOrWhiteSpace(text.Value)).Remove();
        foreach (var part in copy.DescendantsAndSelf())
        {
            part.ReplaceAttributes(part.Attributes().OrderBy(static attribute => attribute.Name.LocalName, StringComparer.Ordinal).ToArray());
        }
        return copy.ToString();
    }
}
