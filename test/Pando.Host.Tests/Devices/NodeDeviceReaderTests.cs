using Pando.Host.Devices;
using Pando.Host.NodeDevices;
using Pando.Model.Host.NodeDevices;
using Pando.Model.Xml.NodeDevices;

namespace Pando.Host.Tests.Devices;

/// <summary>What the kernel shows, on trees that are made up as it makes them.</summary>
public sealed class NodeDeviceReaderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pando-host-").FullName;

    private string Sys => Path.Combine(_root, "sys");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_card_with_virtual_functions_is_told_with_its_group_and_what_hangs_on_it()
    {
        var card = Device("bus/pci/devices", "devices/pci0000:00/0000:00:1c.0/0000:03:00.0", ("class", "0x020000"), ("vendor", "0x8086"), ("device", "0x1521"), ("numa_node", "1"), ("sriov_totalvfs", "7"));
        Device("bus/pci/devices", "devices/pci0000:00/0000:00:1c.0", ("class", "0x060400"), ("vendor", "0x8086"), ("device", "0xffff"), ("numa_node", "-1"));
        var function = Device("bus/pci/devices", "devices/pci0000:00/0000:00:1c.0/0000:03:10.0", ("class", "0x020000"), ("vendor", "0x8086"), ("device", "0x1520"));
        File.CreateSymbolicLink(Path.Combine(card, "virtfn0"), "../0000:03:10.0");
        File.CreateSymbolicLink(Path.Combine(function, "physfn"), "../0000:03:00.0");
        Link(card, "driver", "bus/pci/drivers/igb");
        Link(card, "iommu_group", "kernel/iommu_groups/13");
        var members = Directory.CreateDirectory(Path.Combine(Sys, "kernel/iommu_groups/13/devices")).FullName;
        File.CreateSymbolicLink(Path.Combine(members, "0000:03:00.0"), card);
        File.WriteAllBytes(Path.Combine(card, "config"), new byte[4096]);
        File.WriteAllBytes(Path.Combine(function, "config"), new byte[256]);
        Device("class/net", "devices/pci0000:00/0000:00:1c.0/0000:03:00.0/net/enp3s0", ("address", "00:1b:21:00:00:01"), ("operstate", "up"), ("speed", "1000"), ("type", "1"));

        var devices = Read().ToDictionary(device => device.Name);
        Assert.Equal(["computer", "net_enp3s0_00_1b_21_00_00_01", "pci_0000_00_1c_0", "pci_0000_03_00_0", "pci_0000_03_10_0"], devices.Keys);
        Assert.Equal(
            """
            <device>
              <name>pci_0000_03_00_0</name>
              <path>/sys/devices/pci0000:00/0000:00:1c.0/0000:03:00.0</path>
              <parent>pci_0000_00_1c_0</parent>
              <driver>
                <name>igb</name>
              </driver>
              <capability type='pci'>
                <class>0x020000</class>
                <domain>0</domain>
                <bus>3</bus>
                <slot>0</slot>
                <function>0</function>
                <product id='0x1521'>I350 Gigabit Network Connection</product>
                <vendor id='0x8086'>Intel Corporation</vendor>
                <capability type='virt_functions' maxCount='7'>
                  <address domain='0x0000' bus='0x03' slot='0x10' function='0x0'/>
                </capability>
                <iommuGroup number='13'>
                  <address domain='0x0000' bus='0x03' slot='0x00' function='0x0'/>
                </iommuGroup>
                <numa node='1'/>
                <pci-express/>
              </capability>
            </device>
            """, NodeDeviceXml.Write(devices["pci_0000_03_00_0"]).Trim());
        Assert.Equal("pci_0000_03_00_0", devices["net_enp3s0_00_1b_21_00_00_01"].Parent);
        Assert.Equal(1000, Assert.IsType<NetCapability>(devices["net_enp3s0_00_1b_21_00_00_01"].Capability).Speed);
        var bridge = Assert.IsType<PciCapability>(devices["pci_0000_00_1c_0"].Capability);
        Assert.True(bridge is { IsBridge: true, IsExpress: false, NumaNode: null, Product.Name: null });
        Assert.Equal("0000:03:00.0", Assert.IsType<PciCapability>(devices["pci_0000_03_10_0"].Capability).PhysicalFunction?.ToString());
    }

    [Fact]
    public void A_stick_is_told_as_what_is_plugged_in_what_it_does_and_the_disk_that_it_is()
    {
        const string plugged = "devices/pci0000:00/0000:00:14.0/usb1/1-2";
        Device("bus/usb/devices", plugged, ("busnum", "1"), ("devnum", "7"), ("idVendor", "0781"), ("idProduct", "5581"), ("manufacturer", "SanDisk"), ("product", "Ultra"));
        Device("bus/usb/devices", plugged + "/1-2:1.0", ("bInterfaceNumber", "00"), ("bInterfaceClass", "08"), ("bInterfaceSubClass", "06"), ("bInterfaceProtocol", "50"));
        Device("class/scsi_host", plugged + "/1-2:1.0/host4/scsi_host/host4", ("unique_id", "0"));
        Device("bus/scsi/devices", plugged + "/1-2:1.0/host4/target4:0:0");
        var unit = Device("bus/scsi/devices", plugged + "/1-2:1.0/host4/target4:0:0/4:0:0:0", ("type", "0"), ("model", "Ultra"), ("vendor", "SanDisk"));
        var disk = Device("block", plugged + "/1-2:1.0/host4/target4:0:0/4:0:0:0/block/sdb", ("dev", "8:16"), ("removable", "1"), ("size", "2048"), ("queue/logical_block_size", "512"));
        File.CreateSymbolicLink(Path.Combine(disk, "device"), unit);
        File.WriteAllText(Path.Combine(_root, "b8:16"), "S:disk/by-id/usb-SanDisk_Ultra_4C53\nE:ID_BUS=usb\nE:ID_SERIAL=SanDisk_Ultra_4C53-0:0\n");
        Device("block", "devices/virtual/block/loop0", ("size", "8"));

        var devices = Read().ToDictionary(device => device.Name);
        Assert.Equal(["block_sdb_SanDisk_Ultra_4C53_0_0", "computer", "scsi_4_0_0_0", "scsi_host4", "scsi_target4_0_0", "usb_1_2", "usb_1_2_1_0"], devices.Keys);
        Assert.Equal(("scsi_4_0_0_0", "scsi_target4_0_0", "usb_1_2_1_0", "usb_1_2"), (devices["block_sdb_SanDisk_Ultra_4C53_0_0"].Parent, devices["scsi_4_0_0_0"].Parent, devices["scsi_target4_0_0"].Parent, devices["usb_1_2_1_0"].Parent));
        Assert.Equal("/dev/bus/usb/001/007", devices["usb_1_2"].Node);
        Assert.Equal(new UsbInterfaceCapability(0, 8, 6, 0x50), devices["usb_1_2_1_0"].Capability);
        Assert.Contains(
            """
              <capability type='storage'>
                <block>/dev/sdb</block>
                <bus>usb</bus>
                <drive_type>disk</drive_type>
                <model>Ultra</model>
                <vendor>SanDisk</vendor>
                <serial>SanDisk_Ultra_4C53-0:0</serial>
                <capability type='removable'>
                  <media_available>1</media_available>
                  <media_size>1048576</media_size>
                  <logical_block_size>512</logical_block_size>
                  <num_blocks>2048</num_blocks>
                </capability>
              </capability>
            """, NodeDeviceXml.Write(devices["block_sdb_SanDisk_Ultra_4C53_0_0"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_shows_nothing_is_a_device_itself() => Assert.Equal("computer", Assert.Single(Read()).Name);

    private IReadOnlyList<NodeDevice> Read()
    {
        Directory.CreateDirectory(Sys);
        var ids = Path.Combine(_root, "pci.ids");
        File.WriteAllText(ids, "# A list.\n8086  Intel Corporation\n\t1521  I350 Gigabit Network Connection\n\t\t8086 0001  A board of it\nC 02  Network controller\n\t00  Ethernet controller\n");
        return new NodeDeviceReader(new HostTree(Sys, "/dev", "/dev/null"), new UdevRecords(_root), new HardwareNames(ids), new HardwareNames(), () => new SystemCapability(Guid.Empty)).Read();
    }

    /// <summary>A device's folder with its files, and the link by which its class or bus has it.</summary>
    private string Device(string links, string folder, params ReadOnlySpan<(string Name, string Value)> files)
    {
        var place = Directory.CreateDirectory(Path.Combine(Sys, folder)).FullName;
        foreach (var (name, value) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(place, name))!);
            File.WriteAllText(Path.Combine(place, name), value + "\n");
        }
        Directory.CreateDirectory(Path.Combine(Sys, links));
        File.CreateSymbolicLink(Path.Combine(Sys, links, Path.GetFileName(folder)), place);
        return place;
    }

    private void Link(string device, string name, string target) =>
        File.CreateSymbolicLink(Path.Combine(device, name), Directory.CreateDirectory(Path.Combine(Sys, target)).FullName);
}
