using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Xml;

/// <summary>What is wrong with a definition is said with its line and the path of its element.</summary>
public class BadDefinitionTests
{
    private const string Good =
        """
        <domain type='qemu'>
          <name>vm1</name>
          <memory unit='MiB'>512</memory>
          <vcpu>2</vcpu>
          <os><type>hvm</type></os>
          <devices>
            <disk type='file'><source file='/a'/><target dev='vda'/></disk>
            <disk type='file'><source file='/b'/><target dev='vdb'/></disk>
            <interface type='user'><mac address='52:54:00:00:00:01'/></interface>
          </devices>
        </domain>
        """;

    private static readonly Dictionary<string, ErrorCode> Codes = ErrorCodes.All().ToDictionary(code => code.Name);

    [Fact]
    public void The_definition_that_the_others_are_made_of_is_good() => Assert.Equal("vm1", DomainXml.Read(Good).Name);

    [Theory]
    [InlineData("<name>vm1</name>", "", "missing", 1, "/domain/name")]
    [InlineData("<name>vm1</name>", "<name></name>", "missing", 2, "/domain/name")]
    [InlineData("<name>vm1</name>", "<name>a/b</name>", "bad-value", 2, "/domain/name")]
    [InlineData("<name>vm1</name>", "<name>..</name>", "bad-value", 2, "/domain/name")]
    [InlineData("<name>vm1</name>", "<name>.</name>", "bad-value", 2, "/domain/name")]
    [InlineData("<name>vm1</name>", "<name>a&#10;b</name>", "bad-value", 2, "/domain/name")]
    [InlineData("<name>vm1</name>", "<name>a&#27;[31m</name>", "malformed", 2, "")]
    [InlineData("<name>vm1</name>", "<name>  </name>", "bad-value", 2, "/domain/name")]
    [InlineData("<name>vm1</name>", "<name>vm1</name><name>vm2</name>", "repeated", 2, "/domain/name[2]")]
    [InlineData("<name>vm1</name>", "<name>vm1</name><uuid>00000000-0000-0000-0000-000000000000</uuid>", "bad-value", 2, "/domain/uuid")]
    [InlineData("<name>vm1</name>", "<name>vm1</name><uuid>5f0e2b1a</uuid>", "bad-value", 2, "/domain/uuid")]
    [InlineData("<name>vm1</name>", "<name>vm1</name><title>a&#10;b</title>", "bad-value", 2, "/domain/title")]
    [InlineData("<name>vm1</name>", "<name>vm1</name><metadata><bare/></metadata>", "missing", 2, "/domain/metadata/bare")]
    [InlineData("<name>vm1</name>", "<name>vm1</name><metadata><a xmlns='u'/><b xmlns='u'/></metadata>", "duplicate", 2, "/domain/metadata/b")]
    [InlineData("type='qemu'", "type='xen'", "bad-value", 1, "/domain/@type")]
    [InlineData("type='qemu'", "", "missing", 1, "/domain/@type")]
    [InlineData("<memory unit='MiB'>512</memory>", "", "missing", 1, "/domain/memory")]
    [InlineData("<memory unit='MiB'>512</memory>", "<memory>0</memory>", "bad-value", 3, "/domain/memory")]
    [InlineData("<memory unit='MiB'>512</memory>", "<memory>-1</memory>", "bad-value", 3, "/domain/memory")]
    [InlineData("<memory unit='MiB'>512</memory>", "<memory unit='MiB'>512.5</memory>", "bad-value", 3, "/domain/memory")]
    [InlineData("<memory unit='MiB'>512</memory>", "<memory unit='EiB'>9223372036854775807</memory>", "bad-value", 3, "/domain/memory")]
    [InlineData("unit='MiB'", "unit='MeB'", "bad-value", 3, "/domain/memory/@unit")]
    [InlineData("<vcpu>2</vcpu>", "<vcpu>0</vcpu>", "bad-value", 4, "/domain/vcpu")]
    [InlineData("<vcpu>2</vcpu>", "<vcpu current='3'>2</vcpu>", "bad-value", 4, "/domain/vcpu/@current")]
    [InlineData("<vcpu>2</vcpu>", "<vcpu cpuset='1-0'>2</vcpu>", "bad-value", 4, "/domain/vcpu/@cpuset")]
    [InlineData("<vcpu>2</vcpu>", "<vcpu>2</vcpu><cpu><topology sockets='1' cores='3' threads='1'/></cpu>", "bad-value", 4, "/domain/cpu/topology")]
    [InlineData("<vcpu>2</vcpu>", "<vcpu>2</vcpu><cpu mode='custom'/>", "missing", 4, "/domain/cpu/model")]
    [InlineData("<vcpu>2</vcpu>", "<vcpu>2</vcpu><cpu mode='host-passthrough'><model>Nehalem</model></cpu>", "conflict", 4, "/domain/cpu/model")]
    [InlineData("<type>hvm</type>", "<type>xen</type>", "bad-value", 5, "/domain/os/type")]
    [InlineData("<type>hvm</type>", "<type arch='riscv64'>hvm</type>", "bad-value", 5, "/domain/os/type/@arch")]
    [InlineData("<type>hvm</type>", "<type machine='q35,accel=kvm'>hvm</type>", "bad-value", 5, "/domain/os/type/@machine")]
    [InlineData("<type>hvm</type>", "<type>hvm</type><initrd>/i</initrd>", "missing", 5, "/domain/os/kernel")]
    [InlineData("<type>hvm</type>", "<type>hvm</type><kernel>vmlinuz</kernel>", "bad-value", 5, "/domain/os/kernel")]
    [InlineData("<type>hvm</type>", "<type>hvm</type><boot dev='hd'/><boot dev='hd'/>", "duplicate", 5, "/domain/os/boot[2]")]
    [InlineData("<vcpu>2</vcpu>", "<vcpu>2</vcpu><on_reboot>coredump-restart</on_reboot>", "bad-value", 4, "/domain/on_reboot")]
    [InlineData("<vcpu>2</vcpu>", "<vcpu>2</vcpu><clock offset='timezone'/>", "missing", 4, "/domain/clock/@timezone")]
    [InlineData("<vcpu>2</vcpu>", "<vcpu>2</vcpu><cputunes/>", "unsupported", 4, "/domain/cputunes")]
    [InlineData("<vcpu>2</vcpu>", "<vcpu>2</vcpu> stray", "unsupported", 1, "/domain")]
    [InlineData("<devices>", "<devices><toaster model='ich9'/>", "unsupported", 6, "/domain/devices/toaster")]
    [InlineData("<disk type='file'><source file='/b'/>", "<disk type='dvd'><source dev='/b'/>", "bad-value", 8, "/domain/devices/disk[2]/@type")]
    [InlineData("<source file='/b'/>", "", "missing", 8, "/domain/devices/disk[2]/source/@file")]
    [InlineData("<source file='/b'/>", "<source file='b'/>", "bad-value", 8, "/domain/devices/disk[2]/source/@file")]
    [InlineData("<source file='/b'/>", "<source file='/b'/><throttle/>", "unsupported", 8, "/domain/devices/disk[2]/throttle")]
    [InlineData("<target dev='vdb'/>", "", "missing", 8, "/domain/devices/disk[2]/target")]
    [InlineData("<target dev='vdb'/>", "<target/>", "missing", 8, "/domain/devices/disk[2]/target/@dev")]
    [InlineData("<target dev='vdb'/>", "<target dev='vda'/>", "duplicate", 8, "/domain/devices/disk[2]/target")]
    [InlineData("<target dev='vdb'/>", "<target dev='disk1'/>", "bad-value", 8, "/domain/devices/disk[2]/target/@dev")]
    [InlineData("<target dev='vdb'/>", "<target dev='vdb' bus='fdc'/>", "bad-value", 8, "/domain/devices/disk[2]/target/@bus")]
    [InlineData("<target dev='vdb'/>", "<target dev='vdb'/><address type='drive'/>", "bad-value", 8, "/domain/devices/disk[2]/address/@type")]
    [InlineData("<target dev='vdb'/>", "<target dev='vdb'/><address type='pci' slot='0x20'/>", "bad-value", 8, "/domain/devices/disk[2]/address/@slot")]
    [InlineData("<target dev='vdb'/>", "<target dev='vdb'/><boot order='0'/>", "bad-value", 8, "/domain/devices/disk[2]/boot/@order")]
    [InlineData("</devices>", "<disk device='cdrom'><target dev='sdx'/><boot order='7'/></disk><disk device='cdrom'><target dev='sdy'/><boot order='7'/></disk></devices>", "duplicate", 10, "/domain/devices/disk[4]/boot")]
    [InlineData("</devices>", "<rng model='virtio'><backend model='builtin'/><address type='pci' bus='1' slot='2'/></rng><rng model='virtio'><backend model='builtin'/><address type='pci' bus='1' slot='2'/></rng></devices>", "duplicate", 10, "/domain/devices/rng[2]/address")]
    [InlineData("<target dev='vdb'/>", "<target dev='vdb'/><serial>a,b</serial>", "bad-value", 8, "/domain/devices/disk[2]/serial")]
    [InlineData("<target dev='vdb'/>", "<target dev='vdb'/><driver name='tap'/>", "bad-value", 8, "/domain/devices/disk[2]/driver/@name")]
    [InlineData("<target dev='vdb'/>", "<target dev='vdb'/><driver type='nbd'/>", "bad-value", 8, "/domain/devices/disk[2]/driver/@type")]
    [InlineData("<target dev='vdb'/>", "<target dev='vdb'/><readonly>no</readonly>", "unsupported", 8, "/domain/devices/disk[2]/readonly")]
    [InlineData("address='52:54:00:00:00:01'", "address='01:00:5e:00:00:01'", "bad-value", 9, "/domain/devices/interface/mac/@address")]
    [InlineData("address='52:54:00:00:00:01'", "address='52:54:00'", "bad-value", 9, "/domain/devices/interface/mac/@address")]
    [InlineData("</interface>", "</interface><interface type='user'><mac address='52-54-0-0-0-1'/></interface>", "duplicate", 9, "/domain/devices/interface[2]/mac")]
    [InlineData("<interface type='user'>", "<interface type='internal'>", "bad-value", 9, "/domain/devices/interface/@type")]
    [InlineData("<interface type='user'>", "<interface type='user'><backend type='vde'/>", "bad-value", 9, "/domain/devices/interface/backend/@type")]
    [InlineData("</devices>", "<graphics type='vnc' port='80'/></devices>", "bad-value", 10, "/domain/devices/graphics/@port")]
    [InlineData("</devices>", "<graphics type='vnc' listen='::1'><listen type='address' address='::2'/></graphics></devices>", "bad-value", 10, "/domain/devices/graphics/@listen")]
    [InlineData("</devices>", "<controller type='scsi' model='buslogic'/></devices>", "bad-value", 10, "/domain/devices/controller/@model")]
    [InlineData("</devices>", "<controller type='sata' index='1'/><controller type='sata' index='1'/></devices>", "duplicate", 10, "/domain/devices/controller[2]")]
    [InlineData("</devices>", "<video><model type='none'/></video><video><model type='qxl'/></video></devices>", "conflict", 10, "/domain/devices/video[1]")]
    [InlineData("</devices>", "<video/><video><model type='vga'/></video></devices>", "bad-value", 10, "/domain/devices/video[2]")]
    [InlineData("</devices>", "<console type='pty'/><console type='pty'/></devices>", "bad-value", 10, "/domain/devices/console[2]")]
    [InlineData("</devices>", "<input type='tablet' bus='ps2'/></devices>", "bad-value", 10, "/domain/devices/input/@bus")]
    [InlineData("</domain>", "<commandline xmlns='http://libvirt.org/schemas/domain/lxc/1.0'/></domain>", "unsupported", 11, "/domain/commandline")]
    public void A_fault_is_found_where_it_is(string good, string bad, string code, int line, string element)
    {
        Assert.Contains(good, Good);
        var failure = Assert.Throws<CallerException>(() => DomainXml.Read(Good.Replace(good, bad)));
        Assert.Equal((Codes["definition." + code], line.ToString(), element), (failure.Code, Fact(failure, "line"), Fact(failure, "element")));
        // Every placeholder of the sentence has its fact.
        Assert.DoesNotMatch(@"\{[a-z]+\}", failure.Message);
    }

    [Fact]
    public void Something_else_than_a_domain_is_refused() =>
        Assert.Equal(
            "This defines a 'network', not a machine: its first element must be 'domain'.", Assert.Throws<CallerException>(() => DomainXml.Read("<network/>")).Message);

    [Fact]
    public void Kinds_of_devices_and_single_devices_cannot_both_be_booted_from()
    {
        var both = Good.Replace("<type>hvm</type>", "<type>hvm</type><boot dev='hd'/>").Replace("<target dev='vda'/>", "<target dev='vda'/><boot order='1'/>");
        Assert.Equal(ErrorCodes.Definition.Conflict, Assert.Throws<CallerException>(() => DomainXml.Read(both)).Code);
    }

    [Fact]
    public void A_place_that_another_device_has_is_refused_with_both_lines()
    {
        const string Address = "<address type='pci' domain='0x0000' bus='0x01' slot='0x02' function='0x0'/>";
        var both = Good.Replace("<target dev='vda'/>", $"<target dev='vda'/>{Address}").Replace("<target dev='vdb'/>", $"<target dev='vdb'/>{Address}");
        var failure = Assert.Throws<CallerException>(() => DomainXml.Read(both));
        Assert.Equal("/domain/devices/disk[2]/address takes '0000:01:02.0', which /domain/devices/disk[1]/address has already, in line 7.", failure.Message);
    }

    [Fact]
    public void An_error_does_not_show_a_password()
    {
        var failure = Assert.Throws<CallerException>(() => DomainXml.Read(Good.Replace("</devices>", "<graphics type='vnc' passwd='far-too-long'/></devices>")));
        Assert.DoesNotContain("far-too-long", failure.ToString());
    }

    private static string Fact(PandoException failure, string name) => failure.Facts.Single(fact => fact.Name == name).Value;
}
