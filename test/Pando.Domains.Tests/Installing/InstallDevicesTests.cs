using Pando.Domains.Installing;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Domains.Tests.Installing;

public class InstallDevicesTests
{
    [Fact]
    public void Disks_are_named_in_order_on_their_bus()
    {
        var disks = new List<DiskDevice>();
        foreach (var bus in new[] { null, "virtio", "sata", "scsi", "ide" })
        {
            disks.Add(InstallDevices.Disk(new InstallDisk("/a", null, "raw", bus), "/a", disks, new(null)));
        }
        Assert.Equal(["vda", "vdb", "sda", "sdb", "hda"], disks.Select(disk => disk.TargetName));
        Assert.Equal(DiskDiscard.Unmap, disks[0].Driver.Discard);
    }

    [Fact]
    public void A_cdrom_drive_is_read_only_on_sata()
    {
        var drive = InstallDevices.CdRom("/a.iso", [], new(null));
        Assert.Equal((DiskKind.CdRom, DiskBus.Sata, true, "sda", DiskFormat.Raw), (drive.Kind, drive.Bus, drive.ReadOnly, drive.TargetName, drive.Driver.Format));
    }

    [Fact]
    public void Cache_and_read_only_are_kept()
    {
        var disk = InstallDevices.Disk(new InstallDisk("/a", null, "qcow2", Cache: "writeback", ReadOnly: true), "/a", [], new(null));
        Assert.Equal((DiskCache.WriteBack, true), (disk.Driver.Cache, disk.ReadOnly));
    }

    [Fact]
    public void An_interface_has_the_model_and_the_address_that_were_asked_for()
    {
        var card = InstallDevices.Interface(new InstallNetwork("user", "e1000e", "52:54:00:00:00:01"), new(null));
        Assert.Equal((InterfaceModel.E1000E, "52:54:00:00:00:01"), (card.Model, card.Mac.ToString()));
        Assert.Equal((InterfaceModel.Virtio, null), (InstallDevices.Interface(new InstallNetwork("user"), new(null)).Model, InstallDevices.Interface(new InstallNetwork("user"), new(null)).Mac));
    }

    [Fact]
    public void A_screen_listens_where_it_is_told()
    {
        var screen = Assert.IsType<VncGraphics>(InstallDevices.Screen(new InstallGraphics("vnc", "0.0.0.0", 5901)));
        Assert.Equal((5901, false, "0.0.0.0"), (screen.Port, screen.AutoPort, ((AddressListen)screen.Listens[0]).Address));
        Assert.True(Assert.IsType<VncGraphics>(InstallDevices.Screen(new InstallGraphics("vnc"))).AutoPort);
    }

    [Theory]
    [InlineData(null, CpuMode.Maximum, null)]
    [InlineData("host-passthrough", CpuMode.HostPassthrough, null)]
    [InlineData("host-model", CpuMode.HostModel, null)]
    [InlineData("maximum", CpuMode.Maximum, null)]
    [InlineData("EPYC", CpuMode.Custom, "EPYC")]
    public void A_processor_is_a_mode_or_a_model(string? wanted, CpuMode mode, string? model)
    {
        var cpu = InstallDevices.Cpu(wanted);
        Assert.Equal((mode, model), (cpu.Mode!.Value, cpu.Model));
    }

    [Fact]
    public void What_is_no_word_is_refused_with_those_that_are()
    {
        Action[] wrong =
        [
            () => InstallDevices.Disk(new InstallDisk("/a", null, Bus: "floppy"), "/a", [], new(null)),
            () => InstallDevices.Disk(new InstallDisk("/a", null, "vmdk2"), "/a", [], new(null)),
            () => InstallDevices.Disk(new InstallDisk("/a", null, Cache: "some"), "/a", [], new(null)),
            () => InstallDevices.Disk(new InstallDisk("/a", null, "1"), "/a", [], new(null)),
            () => InstallDevices.Interface(new InstallNetwork("bridge"), new(null)),
            () => InstallDevices.Interface(new InstallNetwork("user", "ne2000"), new(null)),
            () => InstallDevices.Interface(new InstallNetwork("user", Mac: "01:00:5e:00:00:01"), new(null)),
            () => InstallDevices.Screen(new InstallGraphics("x11")),
            () => InstallDevices.Screen(new InstallGraphics("vnc", "here")),
            () => InstallDevices.Screen(new InstallGraphics("vnc", null, 80)),
        ];
        Assert.All(wrong, make => Assert.Equal(ErrorCodes.Request.Invalid, Assert.Throws<CallerException>(make).Code));
        Assert.Contains("virtio", Assert.Throws<CallerException>(wrong[0]).Message, StringComparison.Ordinal);
    }
}
