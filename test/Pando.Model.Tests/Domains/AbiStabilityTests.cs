using Pando.Model.Domains;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Domains;

/// <summary>What a guest would notice is named by its path; what only the host sees is passed over.</summary>
public class AbiStabilityTests
{
    private const string Good =
        """
        <domain type='qemu'>
          <name>vm1</name>
          <uuid>3b6f4d1e-6d0c-4a53-9d1a-2f3a4b5c6d7e</uuid>
          <memory unit='MiB'>512</memory>
          <vcpu>2</vcpu>
          <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type><boot dev='hd'/></os>
          <features><acpi/></features>
          <clock offset='utc'></clock>
          <devices>
            <disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none'/><source file='/a'/><target dev='vda' bus='virtio'/><address type='pci' domain='0x0000' bus='0x03' slot='0x00' function='0x0'/></disk>
            <disk type='file' device='disk'><source file='/b'/><target dev='vdb' bus='virtio'/></disk>
            <interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/></interface>
            <serial type='pty'><target port='0'/></serial>
            <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>
          </devices>
        </domain>
        """;

    [Fact]
    public void A_definition_is_itself() => Assert.Null(AbiStability.FirstDifference(DomainXml.Read(Good), DomainXml.Read(Good)));

    [Theory]
    [InlineData("<name>vm1</name>", "<name>vm2</name>", "/domain/name", "vm1", "vm2")]
    [InlineData("6d7e</uuid>", "6d7f</uuid>", "/domain/uuid", "3b6f4d1e-6d0c-4a53-9d1a-2f3a4b5c6d7e", "3b6f4d1e-6d0c-4a53-9d1a-2f3a4b5c6d7f")]
    [InlineData("type='qemu'", "type='kvm'", "/domain/@type", "qemu", "kvm")]
    [InlineData(">512<", ">513<", "/domain/memory", "524288", "525312")]
    [InlineData("<vcpu>2</vcpu>", "<vcpu>3</vcpu>", "/domain/vcpu", "2", "3")]
    [InlineData("pc-q35-7.2", "pc-q35-7.1", "/domain/os/type/@machine", "pc-q35-7.2", "pc-q35-7.1")]
    [InlineData("<acpi/>", "<acpi/><apic/>", "/domain/features/apic", null, "<apic />")]
    [InlineData("offset='utc'", "offset='localtime'", "/domain/clock/@offset", "utc", "localtime")]
    [InlineData("bus='0x03' slot", "bus='0x04' slot", "/domain/devices/disk[1]/address/@bus", "0x03", "0x04")]
    [InlineData("<target dev='vdb'", "<target dev='vdc'", "/domain/devices/disk[2]/target/@dev", "vdb", "vdc")]
    [InlineData("00:00:01'", "00:00:02'", "/domain/devices/interface/mac/@address", "52:54:00:00:00:01", "52:54:00:00:00:02")]
    [InlineData("<serial", "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng><serial", "/domain/devices/rng", null, "<rng model=\"virtio\" />")]
    [InlineData("<disk type='file' device='disk'><source file='/b'/><target dev='vdb' bus='virtio'/></disk>", "", "/domain/devices/disk[2]", "<disk type=\"file\" device=\"disk\" />", null)]
    public void What_the_guest_would_notice_is_named(string from, string to, string path, string? was, string? becomes)
    {
        var difference = AbiStability.FirstDifference(DomainXml.Read(Good), DomainXml.Read(Good.Replace(from, to, StringComparison.Ordinal)));
        Assert.Equal(new AbiDifference(path, was, becomes), difference);
    }

    [Theory]
    [InlineData("<name>vm1</name>", "<name>vm1</name><title>t</title><description>d</description>")]
    [InlineData("file='/a'", "file='/elsewhere'")]
    [InlineData("type='qcow2' cache='none'", "type='raw' cache='writeback' discard='unmap'")]
    [InlineData("<boot dev='hd'/>", "<boot dev='network'/>")]
    [InlineData("<serial type='pty'>", "<serial type='null'>")]
    [InlineData("listen='127.0.0.1'", "listen='0.0.0.0' passwd='secret'")]
    [InlineData("</clock>", "</clock><on_crash>preserve</on_crash>")]
    [InlineData("<memory unit='MiB'>512</memory>", "<memory unit='KiB'>524288</memory><currentMemory unit='MiB'>256</currentMemory>")]
    [InlineData("<target dev='vdb' bus='virtio'/>", "<target dev='vdb' bus='virtio'/><alias name='ua-mine'/>")]
    public void What_only_the_host_sees_may_change(string from, string to) =>
        Assert.Null(AbiStability.FirstDifference(DomainXml.Read(Good), DomainXml.Read(Good.Replace(from, to, StringComparison.Ordinal))));
}
