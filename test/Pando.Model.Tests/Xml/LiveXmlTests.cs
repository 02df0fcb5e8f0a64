using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Xml;

public class LiveXmlTests
{
    private static readonly DomainDefinition Running = new()
    {
        Type = DomainType.Qemu,
        Name = "vm1",
        MemoryKiB = 1024,
        CurrentMemoryKiB = 1024,
        Vcpus = 1,
        VcpusCurrent = 1,
        Devices = new DomainDevices
        {
            Disks = [new DiskDevice { TargetName = "vda", FilePath = "/a", Alias = new("virtio-disk0") }, new DiskDevice { TargetName = "vdb", FilePath = "/b", Alias = new("ua-data") }],
            Serials = [new SerialDevice { Port = 0, Backend = new PtyBackend { Path = "/dev/pts/3" }, Alias = new("serial0") }],
            Consoles = [new ConsoleDevice { Port = 0, Target = ConsoleTarget.Serial, Backend = new PtyBackend { Path = "/dev/pts/3" }, Alias = new("serial0") }],
            Graphics = [new VncGraphics { AutoPort = true, Port = 5901 }],
        },
    };

    [Fact]
    public void What_is_in_force_shows_what_the_run_was_given()
    {
        var text = DomainXml.Write(Running, new DomainXmlOptions { Live = true, RunId = 7 });
        Assert.Contains("<domain type='qemu' id='7'>", text);
        Assert.Contains("<alias name='virtio-disk0'/>", text);
        Assert.Contains("<source path='/dev/pts/3'/>", text);
        Assert.Contains("<console type='pty' tty='/dev/pts/3'>", text);
        Assert.Contains("port='5901' autoport='yes'", text);
    }

    [Fact]
    public void What_was_asked_for_shows_only_what_a_user_gave()
    {
        var text = DomainXml.Write(Running, new DomainXmlOptions { RunId = 7 });
        Assert.Contains("<domain type='qemu'>", text);
        Assert.DoesNotContain("virtio-disk0", text);
        Assert.Contains("<alias name='ua-data'/>", text);
        Assert.DoesNotContain("/dev/pts/3", text);
        Assert.Contains("port='-1' autoport='yes'", text);
    }

    [Fact]
    public void Defining_what_is_in_force_takes_nothing_of_the_run_over()
    {
        var read = DomainXml.Read(DomainXml.Write(Running, new DomainXmlOptions { Live = true, RunId = 7 }));
        var devices = TestHost.Normalised(read).Devices;
        Assert.Equal([null, new DeviceAlias("ua-data")], devices.Disks.Items.Select(disk => disk.Alias));
        Assert.Equal(new PtyBackend(), devices.Serials[0].Backend);
        Assert.Null(((VncGraphics)devices.Graphics[0]).Port);
    }

    [Fact]
    public void What_libvirt_itself_ignores_in_a_running_machine_is_taken()
    {
        const string Text =
            """
            <domain type='kvm' id='3'>
              <name>vm1</name><memory>1024</memory><os><type>hvm</type></os>
              <devices>
                <disk type='file'><source file='/a' index='2'/><backingStore type='file' index='3'><source file='/b' index='3'/></backingStore><target dev='vda'/></disk>
                <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0' state='connected'/></channel>
              </devices>
            </domain>
            """;
        Assert.Equal("/b", DomainXml.Read(Text).Devices.Disks[0].Backing!.FilePath);
    }
}
