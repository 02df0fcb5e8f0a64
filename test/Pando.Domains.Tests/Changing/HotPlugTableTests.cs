using Pando.Domains.Changing;
using Pando.Model.Xml.Changes;

namespace Pando.Domains.Tests.Changing;

/// <summary>What can be plugged, and the reasons for the rest.</summary>
public sealed class HotPlugTableTests
{
    [Theory]
    [InlineData("<disk type='file' device='disk'><source file='/a'/><target dev='vda' bus='virtio'/></disk>", null)]
    [InlineData("<disk type='file' device='disk'><source file='/a'/><target dev='sda' bus='scsi'/></disk>", null)]
    [InlineData("<disk type='file' device='disk'><source file='/a'/><target dev='sda' bus='usb'/></disk>", null)]
    [InlineData("<disk type='file' device='disk'><source file='/a'/><target dev='sda' bus='sata'/></disk>", "plug-bus")]
    [InlineData("<disk type='file' device='disk'><source file='/a'/><target dev='hda' bus='ide'/></disk>", "plug-bus")]
    [InlineData("<disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>", "plug-medium")]
    [InlineData("<interface type='user'/>", null)]
    [InlineData("<interface type='bridge'><source bridge='br0'/></interface>", null)]
    [InlineData("<interface type='direct'><source dev='eth0' mode='bridge'/></interface>", null)]
    [InlineData("<interface type='ethernet'/>", null)]
    [InlineData("<interface type='vhostuser'><source type='unix' path='/run/switch' mode='client'/></interface>", null)]
    [InlineData("<interface type='vhostuser'><source type='unix' path='/run/switch' mode='server'/></interface>", "plug-waits")]
    [InlineData("<interface type='vhostuser'><source type='unix' path='/run/switch' mode='client'><reconnect enabled='yes' timeout='2'/></source></interface>", "plug-reconnects")]
    [InlineData("<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0x5678'/></source></hostdev>", null)]
    [InlineData("<hostdev mode='subsystem' type='pci'><source><address domain='0' bus='6' slot='2' function='0'/></source></hostdev>", null)]
    [InlineData("<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='53764d0e-85a0-42b4-af5c-2046b460b1dc'/></source></hostdev>", null)]
    [InlineData("<hostdev mode='subsystem' type='mdev' model='vfio-pci' display='on' ramfb='on'><source><address uuid='53764d0e-85a0-42b4-af5c-2046b460b1dc'/></source></hostdev>", "plug-kind")]
    [InlineData("<vsock model='virtio'><cid auto='yes'/></vsock>", null)]
    [InlineData("<watchdog model='i6300esb' action='reset'/>", null)]
    [InlineData("<watchdog model='ib700' action='reset'/>", "plug-builtin")]
    [InlineData("<shmem name='one'><model type='ivshmem-plain'/><size unit='M'>4</size></shmem>", null)]
    [InlineData("<filesystem type='mount'><driver type='virtiofs'/><source dir='/srv'/><target dir='share'/></filesystem>", null)]
    [InlineData("<filesystem type='mount' accessmode='mapped'><source dir='/srv'/><target dir='share'/></filesystem>", "plug-kind")]
    [InlineData("<memory model='dimm'><target><size unit='MiB'>64</size><node>0</node></target></memory>", null)]
    [InlineData("<controller type='scsi' model='virtio-scsi'/>", null)]
    [InlineData("<controller type='virtio-serial'/>", null)]
    [InlineData("<controller type='usb' model='qemu-xhci'/>", null)]
    [InlineData("<controller type='usb' model='piix3-uhci'/>", "plug-kind")]
    [InlineData("<controller type='sata'/>", "plug-kind")]
    [InlineData("<controller type='pci' model='pcie-root-port'/>", "plug-kind")]
    [InlineData("<rng model='virtio'><backend model='builtin'/></rng>", null)]
    [InlineData("<input type='tablet' bus='usb'/>", null)]
    [InlineData("<input type='keyboard' bus='virtio'/>", null)]
    [InlineData("<input type='keyboard' bus='ps2'/>", "plug-builtin")]
    [InlineData("<channel type='unix'><target type='virtio' name='one'/></channel>", null)]
    [InlineData("<serial type='pty'/>", "plug-builtin")]
    [InlineData("<graphics type='vnc'/>", "plug-kind")]
    [InlineData("<video><model type='vga'/></video>", "plug-kind")]
    [InlineData("<memballoon model='virtio'/>", "plug-kind")]
    public void A_device_can_be_plugged_or_is_refused_by_name(string xml, string? reason) =>
        Assert.Equal(reason is null ? null : $"domain.reason.{reason}", HotPlugTable.Refusal(DeviceText.Read(xml)));

    [Fact]
    public void What_is_only_connected_in_a_way_that_no_plug_can_be_can_still_be_taken_away() =>
        Assert.Null(HotPlugTable.UnplugRefusal(DeviceText.Read("<interface type='vhostuser'><source type='unix' path='/run/switch' mode='server'/></interface>")));

    [Fact]
    public void Every_kind_that_the_table_knows_is_one_of_libvirts() => Assert.All(HotPlugTable.Kinds, kind => Assert.Contains(kind, (string[])
    [
        "disk", "controller", "lease", "filesystem", "interface", "input", "sound", "hostdev", "graphics", "video", "console", "parallel", "serial", "channel",
        "smartcard", "hub", "redirdev", "rng", "tpm", "shmem", "memory", "vsock", "iommu", "watchdog", "memballoon", "panic", "crypto", "pstore", "nvram",
    ]));
}
