using Pando.Model.Domains.Devices;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Tests.Devices;

public sealed class DiskArgumentsTests
{
    private static readonly DiskDevice Disk = new()
    {
        TargetName = "vda",
        Bus = DiskBus.Virtio,
        FilePath = "/images/a,b.qcow2",
        Driver = new DiskDriver { Format = DiskFormat.Qcow2 },
        Address = new PciAddress(3, 0),
    };

    [Fact]
    public void A_chain_is_named_from_the_bottom_up_and_ends()
    {
        DiskDevice disk = Disk with
        {
            Backing = new DiskBacking { FilePath = "/images/base.raw", Format = DiskFormat.Raw, Next = DiskBacking.End },
            BootOrder = 1,
        };

        Assert.Equal(
            [
                "-add-fd fd=4,set=1,opaque=/images/base.raw",
                """-blockdev {"driver":"file","filename":"/dev/fdset/1","node-name":"vda-1-file","read-only":true}""",
                """-blockdev {"driver":"raw","file":"vda-1-file","node-name":"vda-1","read-only":true}""",
                "-add-fd fd=5,set=2,opaque=/images/a,,b.qcow2",
                """-blockdev {"driver":"file","filename":"/dev/fdset/2","node-name":"vda-0-file"}""",
                """-blockdev {"driver":"qcow2","file":"vda-0-file","node-name":"vda-0","backing":"vda-1"}""",
                """-device {"driver":"virtio-blk-pci","id":"virtio-disk0","bus":"pci.3","addr":"0x0","drive":"vda-0","bootindex":1}""",
            ],
            TestMachine.Added(devices => devices with { Disks = [disk] }));
    }

    [Fact]
    public void A_qcow2_image_without_backing_says_so()
    {
        Assert.Contains(
            """-blockdev {"driver":"qcow2","file":"vda-0-file","node-name":"vda-0","backing":null}""",
            TestMachine.Added(devices => devices with { Disks = [Disk] }));
    }

    [Theory]
    [InlineData(DiskCache.None, "\"cache\":{\"direct\":true,\"no-flush\":false}", "on")]
    [InlineData(DiskCache.DirectSync, "\"cache\":{\"direct\":true,\"no-flush\":false}", "off")]
    [InlineData(DiskCache.WriteThrough, "\"cache\":{\"direct\":false,\"no-flush\":false}", "off")]
    [InlineData(DiskCache.WriteBack, "\"cache\":{\"direct\":false,\"no-flush\":false}", "on")]
    [InlineData(DiskCache.Unsafe, "\"cache\":{\"direct\":false,\"no-flush\":true}", "on")]
    public void A_cache_mode_is_two_flags_of_the_nodes_and_one_of_the_device(DiskCache cache, string flags, string writeCache)
    {
        DiskDevice disk = Disk with { Driver = new DiskDriver { Format = DiskFormat.Raw, Cache = cache } };

        IReadOnlyList<string> added = TestMachine.Added(devices => devices with { Disks = [disk] });

        Assert.Equal(2, added.Count(argument => argument.Contains(flags, StringComparison.Ordinal)));
        Assert.Contains($"\"write-cache\":\"{writeCache}\"", added[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_of_what_is_left_to_QEMU()
    {
        DiskDevice disk = Disk with { Driver = new DiskDriver { Format = DiskFormat.Raw } };

        Assert.Equal(
            [
                "-add-fd fd=4,set=1,opaque=/images/a,,b.qcow2",
                """-blockdev {"driver":"file","filename":"/dev/fdset/1","node-name":"vda-0-file"}""",
                """-blockdev {"driver":"raw","file":"vda-0-file","node-name":"vda-0"}""",
                """-device {"driver":"virtio-blk-pci","id":"virtio-disk0","bus":"pci.3","addr":"0x0","drive":"vda-0"}""",
            ],
            TestMachine.Added(devices => devices with { Disks = [disk] }));
    }

    [Fact]
    public void What_was_asked_of_the_driver_is_said()
    {
        DiskDevice disk = Disk with
        {
            Shareable = true,
            Serial = "S1",
            Driver = new DiskDriver
            {
                Format = DiskFormat.Raw,
                Cache = DiskCache.None,
                Io = DiskIo.IoUring,
                Discard = DiskDiscard.Unmap,
                DetectZeroes = DetectZeroes.Unmap,
                ErrorPolicy = DiskErrorPolicy.NoSpace,
                Queues = 4,
            },
        };

        Assert.Equal(
            [
                "-add-fd fd=4,set=1,opaque=/images/a,,b.qcow2",
                """-blockdev {"driver":"file","filename":"/dev/fdset/1","node-name":"vda-0-file","aio":"io_uring","discard":"unmap","cache":{"direct":true,"no-flush":false}}""",
                """-blockdev {"driver":"raw","file":"vda-0-file","node-name":"vda-0","discard":"unmap","detect-zeroes":"unmap","cache":{"direct":true,"no-flush":false}}""",
                """-device {"driver":"virtio-blk-pci","id":"virtio-disk0","num-queues":4,"bus":"pci.3","addr":"0x0","drive":"vda-0","serial":"S1","share-rw":true,"write-cache":"on","werror":"enospc"}""",
            ],
            TestMachine.Added(devices => devices with { Disks = [disk] }));
    }

    [Fact]
    public void A_policy_for_errors_holds_for_reads_too_unless_they_have_their_own()
    {
        DiskDevice both = Disk with { Driver = new DiskDriver { ErrorPolicy = DiskErrorPolicy.Stop } };
        DiskDevice own = Disk with { Driver = new DiskDriver { ErrorPolicy = DiskErrorPolicy.Stop, ReadErrorPolicy = DiskErrorPolicy.Report } };

        Assert.Contains("\"werror\":\"stop\",\"rerror\":\"stop\"", TestMachine.Added(d => d with { Disks = [both] })[^1], StringComparison.Ordinal);
        Assert.Contains("\"werror\":\"stop\",\"rerror\":\"report\"", TestMachine.Added(d => d with { Disks = [own] })[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_drive_without_a_medium_has_a_device_only()
    {
        var drive = new DiskDevice { TargetName = "sda", Kind = DiskKind.CdRom, Bus = DiskBus.Sata, Address = new DriveAddress(0, 0, 0, 2) };

        Assert.Equal(
            ["""-device {"driver":"ide-cd","id":"sata0-0-2","bus":"ide.2"}"""],
            TestMachine.Added(devices => devices with { Disks = [drive] }));
    }

    [Fact]
    public void A_CD_is_read_only()
    {
        var drive = new DiskDevice
        {
            TargetName = "sda",
            Kind = DiskKind.CdRom,
            Bus = DiskBus.Sata,
            FilePath = "/iso/x.iso",
            Address = new DriveAddress(0, 0, 0, 0),
        };

        Assert.All(
            TestMachine.Added(devices => devices with { Disks = [drive] }).Where(a => a.StartsWith("-blockdev", StringComparison.Ordinal)),
            argument => Assert.Contains("\"read-only\":true", argument, StringComparison.Ordinal));
    }

    [Fact]
    public void A_SCSI_disk_says_where_it_hangs()
    {
        DiskDevice disk = Disk with { TargetName = "sda", Bus = DiskBus.Scsi, Address = new DriveAddress(0, 0, 1, 2) };
        IReadOnlyList<string> added = TestMachine.Added(devices => devices with
        {
            Disks = [disk],
            Controllers = devices.Controllers.Add(new ScsiController { Index = 0, Queues = 2, Address = new PciAddress(3, 0) }),
        });

        Assert.Equal("""-device {"driver":"virtio-scsi-pci","id":"scsi0","num_queues":2,"bus":"pci.3","addr":"0x0"}""", added[0]);
        Assert.Equal("""-device {"driver":"scsi-hd","id":"scsi0-0-1-2","bus":"scsi0.0","channel":0,"scsi-id":1,"lun":2,"drive":"sda-0"}""", added[^1]);
    }

    [Fact]
    public void A_USB_disk_says_its_port()
    {
        DiskDevice disk = Disk with { TargetName = "sda", Bus = DiskBus.Usb, Address = new UsbAddress(0, "2") };

        Assert.Equal(
            """-device {"driver":"usb-storage","id":"usb-disk0","bus":"usb.0","port":"2","drive":"sda-0"}""",
            TestMachine.Added(devices => devices with { Disks = [disk] })[^1]);
    }

    [Fact]
    public void A_disk_that_was_not_opened_is_the_callers_mistake()
    {
        var request = new CommandLineRequest(
            TestMachine.With(devices => devices with { Disks = [Disk] }),
            RecordedQemu.Capabilities,
            Accelerator.Tcg,
            TestMachine.Pretended(TestMachine.Definition),
            TestMachine.StartedAt);

        Assert.Throws<ArgumentException>(() => CommandLineBuilder.Build(request));
    }
}
