using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Xml;

/// <summary>What cannot be the host's end of a device, or a device with one, is said with its place.</summary>
public class BadCharacterDeviceTests
{
    [Theory]
    [InlineData("<serial/>", "missing", "serial/@type")]
    [InlineData("<serial type='nmdm'><source master='/dev/nmdm0A' slave='/dev/nmdm0B'/></serial>", "bad-value", "serial/@type")]
    [InlineData("<serial type='file'/>", "missing", "serial/source")]
    [InlineData("<serial type='file'><source/></serial>", "missing", "serial/source/@path")]
    [InlineData("<serial type='file'><source path='a'/></serial>", "bad-value", "serial/source/@path")]
    [InlineData("<serial type='file'><source path='/a' append='yes'/></serial>", "bad-value", "serial/source/@append")]
    [InlineData("<serial type='pipe'><source/></serial>", "missing", "serial/source/@path")]
    [InlineData("<serial type='dev'><source/></serial>", "missing", "serial/source/@path")]
    [InlineData("<serial type='null'><source path='/a'/></serial>", "unsupported", "serial/source")]
    [InlineData("<serial type='pty'><log/></serial>", "missing", "serial/log/@file")]
    [InlineData("<serial type='pty'><source/><source/></serial>", "repeated", "serial/source[2]")]
    [InlineData("<serial type='tcp'><source service='1'/></serial>", "missing", "serial/source/@host")]
    [InlineData("<serial type='tcp'><source host='a'/></serial>", "missing", "serial/source/@service")]
    [InlineData("<serial type='tcp'><source mode='listen' host='a' service='1'/></serial>", "bad-value", "serial/source/@mode")]
    [InlineData("<serial type='tcp'><source host='a' service='1'/><protocol type='ssh'/></serial>", "bad-value", "serial/protocol/@type")]
    [InlineData("<serial type='tcp'><source mode='bind' host='a' service='1'><reconnect enabled='yes' timeout='1'/></source></serial>", "conflict", "serial/source/reconnect")]
    [InlineData("<serial type='tcp'><source host='a' service='1'><reconnect enabled='yes'/></source></serial>", "missing", "serial/source/reconnect/@timeout")]
    [InlineData("<serial type='tcp'><source host='a' service='1'><reconnect/></source></serial>", "missing", "serial/source/reconnect/@enabled")]
    [InlineData("<serial type='udp'><source mode='bind' service='1'/></serial>", "missing", "serial/source")]
    [InlineData("<serial type='udp'><source host='a'/></serial>", "missing", "serial/source/@service")]
    [InlineData("<serial type='udp'><source service='1'/><source service='2'/></serial>", "repeated", "serial/source[2]")]
    [InlineData("<serial type='unix'><source mode='bind' path='/a'><reconnect enabled='yes' timeout='1'/></source></serial>", "conflict", "serial/source/reconnect")]
    [InlineData("<channel type='unix'><source mode='connect'/><target type='virtio'/></channel>", "missing", "channel/source/@path")]
    [InlineData("<channel type='spiceport'><source/><target type='virtio'/></channel>", "missing", "channel/source/@channel")]
    [InlineData("<channel type='qemu-vdagent'><source><mouse mode='both'/></source><target type='virtio'/></channel>", "bad-value", "channel/source/mouse/@mode")]
    [InlineData("<channel type='spicevmc'><target type='virtio' name='org.example'/></channel>", "bad-value", "channel/target/@name")]
    [InlineData("<channel type='pty'/>", "missing", "channel/target")]
    [InlineData("<channel type='pty'><target type='xen'/></channel>", "bad-value", "channel/target/@type")]
    [InlineData("<channel type='pty'><target type='guestfwd' port='1'/></channel>", "missing", "channel/target/@address")]
    [InlineData("<channel type='pty'><target type='guestfwd' address='10.0.2.1'/></channel>", "missing", "channel/target/@port")]
    [InlineData("<channel type='pty'><target type='guestfwd' address='::1' port='1'/></channel>", "bad-value", "channel/target/@address")]
    [InlineData("<channel type='pty'><target type='guestfwd' address='1.2.3.4,x' port='1'/></channel>", "bad-value", "channel/target/@address")]
    [InlineData("<serial type='pty'><target type='sclp-serial'/></serial>", "bad-value", "serial/target/@type")]
    [InlineData("<serial type='pty'><target type='usb-serial'><model name='pci-serial'/></target></serial>", "bad-value", "serial/target/model/@name")]
    [InlineData("<serial type='pty'><target><model name='pci-serial'/></target></serial>", "bad-value", "serial/target/model/@name")]
    [InlineData("<serial type='pty'><target port='4'/></serial>", "bad-value", "serial/target/@port")]
    [InlineData("<serial type='pty'><target type='isa-serial'/><address type='pci'/></serial>", "bad-value", "serial/address/@type")]
    [InlineData("<serial type='pty'><address type='isa' irq='16'/></serial>", "bad-value", "serial/address/@irq")]
    [InlineData("<serial type='pty'><target port='1'/></serial><serial type='pty'><target port='1'/></serial>", "duplicate", "serial[2]/target")]
    [InlineData("<serial type='pty'><address type='isa' iobase='0x3f8'/></serial><serial type='pty'><address type='isa' iobase='0x3f8'/></serial>", "duplicate", "serial[2]/address")]
    [InlineData("<parallel type='pty'><target port='3'/></parallel>", "bad-value", "parallel/target/@port")]
    [InlineData("<console type='pty'><target type='xen'/></console>", "bad-value", "console/target/@type")]
    [InlineData("<console type='pty'><target type='sclp'/></console>", "bad-value", "console/target/@type")]
    public void A_fault_is_found_where_it_is(string devices, string code, string element)
    {
        var failure = Assert.Throws<CallerException>(() => DomainXml.Read(Machine(devices)));
        Assert.Equal(("definition." + code, "/domain/devices/" + element), (failure.Code.Name, failure.Facts.Single(fact => fact.Name == "element").Value));
        Assert.DoesNotMatch(@"\{[a-z]+\}", failure.Message);
    }

    internal static string Machine(string devices) =>
        $"<domain type='qemu'><name>vm1</name><memory>524288</memory><vcpu>1</vcpu><os><type>hvm</type></os><devices>{devices}</devices></domain>";
}
