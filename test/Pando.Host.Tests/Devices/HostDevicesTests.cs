using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Host.Tests.Devices;

/// <summary>Which device is meant, who uses it, and what is changed on the host for it.</summary>
public sealed class HostDevicesTests : IDisposable
{
    private const string Card = "0000:06:12.5";
    private static readonly PciAddress Address = new(6, 0x12, 5);

    private readonly MadeUpTree _tree;
    private readonly List<HostDeviceRecord> _noted = [];

    public HostDevicesTests()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess || Environment.GetEnvironmentVariable("CI") is not null, "Only root makes nodes of devices.");
        _tree = new MadeUpTree();
        _tree.Usb("1-1", 1, 2, "1", "1234:beef", "A-1");
        _tree.Usb("1-1.4", 1, 5, "1.4", "1234:beef", "A-2");
        _tree.Usb("2-3", 2, 2, "3", "0951:1666");
        Directory.CreateDirectory(_tree.At("sys/bus/usb/devices/1-1:1.0/x"));
    }

    public void Dispose() => _tree?.Dispose();

    [Fact]
    public async Task A_USB_device_is_found_by_all_that_is_said_of_it()
    {
        Assert.EndsWith("bus/usb/001/005", await HeldAsync(new HostUsbDevice { SerialNumber = "A-2" }), StringComparison.Ordinal);
        Assert.EndsWith("bus/usb/001/005", await HeldAsync(new HostUsbDevice { Bus = 1, Port = "1.4" }), StringComparison.Ordinal);
        Assert.EndsWith("bus/usb/002/002", await HeldAsync(new HostUsbDevice { Vendor = 0x0951, Product = 0x1666 }), StringComparison.Ordinal);
        Assert.EndsWith("bus/usb/001/002", await HeldAsync(new HostUsbDevice { Bus = 1, DeviceNumber = 2 }), StringComparison.Ordinal);
        Assert.EndsWith("bus/usb/001/002", await HeldAsync(new HostUsbDevice { Vendor = 0x1234, Product = 0xbeef, Bus = 1, Port = "1" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_devices_that_are_meant_are_named()
    {
        var refusal = await RefusalAsync(new HostUsbDevice { Vendor = 0x1234, Product = 0xbeef });

        Assert.Equal(ErrorCodes.HostDevice.Ambiguous, refusal.Code);
        Assert.Contains("bus 1 port 1, bus 1 port 1.4", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_absent_USB_device_is_fine_only_where_it_is_optional()
    {
        var absent = new HostUsbDevice { SerialNumber = "A-9" };

        Assert.Equal(ErrorCodes.HostDevice.Missing, (await RefusalAsync(absent)).Code);
        Assert.Equal(ErrorCodes.HostDevice.Missing, (await RefusalAsync(absent with { StartupPolicy = StartupPolicy.Requisite })).Code);
        Assert.True((await TakeAsync(absent with { StartupPolicy = StartupPolicy.Optional }))!.IsAbsent);
    }

    [Fact]
    public async Task A_disk_that_the_host_has_mounted_is_refused_with_its_place()
    {
        Directory.CreateDirectory(_tree.At("sys/bus/usb/devices/2-3/2-3:1.0/host5/target5:0:0/5:0:0:0/block/sdb/sdb1/x"));
        _tree.Mount("sdbb", "/media/other");
        _tree.Mount("sdb1", "/media/stick");
        var refusal = await RefusalAsync(new HostUsbDevice { Bus = 2, Port = "3" });

        Assert.Equal(ErrorCodes.HostDevice.InUse, refusal.Code);
        Assert.Contains("sdb1 (/media/stick)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PCI_device_without_a_group_of_its_own_is_refused()
    {
        Assert.Equal(ErrorCodes.HostDevice.Missing, (await RefusalAsync(Pci())).Code);
        Assert.True((await TakeAsync(Pci() with { StartupPolicy = StartupPolicy.Optional }))!.IsAbsent);
        _tree.Pci(Card, null, "e1000e");
        Assert.Equal(ErrorCodes.HostDevice.NoIommu, (await RefusalAsync(Pci())).Code);
    }

    [Fact]
    public async Task A_group_goes_whole_or_not_at_all()
    {
        _tree.Pci(Card, "7", "vfio-pci");
        _tree.Pci("0000:06:12.0", "7", "pcieport", "0x060400");
        _tree.Pci("0000:06:12.6", "7", "xhci_hcd");
        _tree.Node("vfio/7");
        var refusal = await RefusalAsync(Pci());

        Assert.Equal(ErrorCodes.HostDevice.SharedGroup, refusal.Code);
        Assert.Contains("0000:06:12.6", refusal.Message, StringComparison.Ordinal);
        Assert.False((await TakeAsync(Pci(), new PciAddress(6, 0x12, 6)))!.IsAbsent);
    }

    [Fact]
    public async Task A_device_that_its_driver_keeps_is_left_to_it()
    {
        _tree.Pci(Card, "7", "e1000e");
        _tree.Node("vfio/7");
        Assert.Equal(ErrorCodes.HostDevice.NotBound, (await RefusalAsync(Pci())).Code);
        Assert.Empty(_noted);

        // This kernel does not do what it is told: what was begun is taken back.
        Assert.Equal(ErrorCodes.HostDevice.NotBound, (await RefusalAsync(Pci() with { Managed = true })).Code);
        var record = Assert.Single(_noted);
        Assert.Equal(("pci", Card, "e1000e", true), (record.Kind, record.Device, record.Driver, record.Managed));
        Assert.Equal(Card, _tree.Read("sys/bus/pci/drivers/e1000e/unbind"));
        Assert.Equal(Card, _tree.Read("sys/bus/pci/drivers_probe"));
    }

    [Fact]
    public async Task A_card_whose_network_is_up_is_refused_by_its_name()
    {
        _tree.Pci(Card, "7", "e1000e");
        Directory.CreateDirectory(_tree.At($"sys/bus/pci/devices/{Card}/net/eth0/x"));
        File.WriteAllText(_tree.At("sys/class/net/eth0/operstate"), "up\n");
        var refusal = await RefusalAsync(Pci() with { Managed = true });

        Assert.Equal(ErrorCodes.HostDevice.InUse, refusal.Code);
        Assert.Contains("eth0", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("master", "br0")]
    [InlineData("upper_vlan7", "vlan7")]
    public async Task A_card_that_something_stands_on_is_refused_though_it_has_no_cable(string link, string user)
    {
        _tree.Pci(Card, "7", "e1000e");
        Directory.CreateDirectory(_tree.At($"sys/bus/pci/devices/{Card}/net/eth0/x"));
        File.WriteAllText(_tree.At("sys/class/net/eth0/operstate"), "down\n");
        File.CreateSymbolicLink(_tree.At($"sys/class/net/eth0/{link}"), $"../../../{user}");

        Assert.Contains($"eth0 ({user})", (await RefusalAsync(Pci() with { Managed = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_with_an_address_is_refused_by_it()
    {
        _tree.Pci(Card, "7", "e1000e");
        // The loopback is the card that every host has with an address.
        Directory.CreateDirectory(_tree.At($"sys/bus/pci/devices/{Card}/net/lo/x"));
        File.WriteAllText(_tree.At("sys/class/net/lo/operstate"), "down\n");

        Assert.Contains("lo (127.0.0.1)", (await RefusalAsync(Pci() with { Managed = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_NVMe_drive_is_taken_as_a_PCI_device_is()
    {
        _tree.Pci(Card, "7", "nvme", "0x010802");
        _tree.Node("vfio/7");
        Assert.Equal(ErrorCodes.HostDevice.NotBound, (await RefusalAsync(Drive(managed: false))).Code);
        Assert.Equal(ErrorCodes.HostDevice.NotBound, (await RefusalAsync(Drive(managed: true))).Code);

        Assert.Equal(("pci", Card, "nvme", true), (_noted[0].Kind, _noted[0].Device, _noted[0].Driver, _noted[0].Managed));
        Assert.Equal(Card, _tree.Read("sys/bus/pci/drivers/nvme/unbind"));
    }

    [Theory]
    [InlineData("nvme0n1", "nvme0n1p2")]
    [InlineData("nvme0c0n1", "nvme0n1p2")]
    public async Task An_NVMe_drive_with_a_mounted_partition_is_refused(string stands, string mounted)
    {
        _tree.Pci(Card, "7", "nvme", "0x010802");
        // The kernel has no folder of disks below an NVMe controller.
        Directory.CreateDirectory(_tree.At($"sys/bus/pci/devices/{Card}/nvme/nvme0/{stands}/x"));
        File.CreateSymbolicLink(_tree.At($"sys/bus/pci/devices/{Card}/nvme/nvme0/{stands}/subsystem"), "../../../../../../class/block");
        Directory.CreateDirectory(_tree.At($"sys/class/block/nvme0n1/{mounted}/x"));
        Directory.CreateDirectory(_tree.At($"sys/bus/pci/devices/{Card}/nvme/nvme0/{stands}/{mounted}"));
        _tree.Mount(mounted, "/srv");

        Assert.Contains($"{mounted} (/srv)", (await RefusalAsync(Drive(managed: true))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_a_volume_stands_on_is_refused_by_its_name()
    {
        _tree.Pci(Card, "7", "ahci", "0x010601");
        Directory.CreateDirectory(_tree.At($"sys/bus/pci/devices/{Card}/ata1/host0/target0:0:0/0:0:0:0/block/sda/sda1/holders/dm-3"));

        Assert.Contains("sda1 (dm-3)", (await RefusalAsync(Pci() with { Managed = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_groups_node_belongs_to_the_guests_user_until_it_is_released()
    {
        _tree.Pci(Card, "7", "vfio-pci");
        _tree.Node("vfio/7");
        var taken = await TakeAsync(Pci());

        Assert.Equal(65534u, Linux.Files.FileStatus.TryOf(_tree.At("dev/vfio/7"))!.Uid);
        await new HostDevices(_tree.Tree).ReleaseAsync(taken!.Record!, TestContext.Current.CancellationToken);
        Assert.Equal(0u, Linux.Files.FileStatus.TryOf(_tree.At("dev/vfio/7"))!.Uid);
    }

    [Fact]
    public async Task A_SCSI_device_is_found_by_its_generic_node_and_opened_by_QEMU()
    {
        Directory.CreateDirectory(_tree.At("sys/bus/scsi/devices/2:0:1:4/scsi_generic/sg3/x"));
        _tree.Node("sg3");

        var held = (await TakeAsync(Scsi(4)))!.Held!;
        Assert.EndsWith("dev/sg3", held.Path, StringComparison.Ordinal);
        Assert.True(held.OpenedByQemu);
        Assert.Equal(ErrorCodes.HostDevice.Missing, (await RefusalAsync(Scsi(5))).Code);
    }

    [Fact]
    public async Task A_host_without_vsock_says_so() =>
        Assert.Equal(ErrorCodes.HostDevice.Missing, (await RefusalAsync(new VsockDevice { AutoCid = true })).Code);

    private static HostPciDevice Pci() => new() { Host = Address };

    private static DiskDevice Drive(bool managed) => new() { TargetName = "vda", Source = new NvmeSource(Address, 1, managed) };

    private static HostScsiDevice Scsi(int unit) => new() { Source = new AdapterScsiSource("scsi_host2", 0, 1, unit) };

    private async Task<string> HeldAsync(Device device)
    {
        using var taken = await TakeAsync(device);
        Assert.NotNull(taken!.Handle);
        return taken.Held!.Path;
    }

    private async Task<PandoException> RefusalAsync(Device device) => await Assert.ThrowsAnyAsync<PandoException>(() => TakeAsync(device));

    private Task<TakenHostDevice?> TakeAsync(Device device, params PciAddress[] others) => new HostDevices(_tree.Tree).TakeAsync(
        new HostDeviceRequest("vm1", device, others, 65534, 65534),
        record =>
        {
            _noted.Add(record);
            return ValueTask.CompletedTask;
        }).AsTask();
}
