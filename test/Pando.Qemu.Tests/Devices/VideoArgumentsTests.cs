using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Tests.Devices;

public sealed class VideoArgumentsTests
{
    private static readonly PciAddress Place = new(0, 1);

    public static TheoryData<VideoDevice, string> Cards => new()
    {
        { new VideoDevice { Model = VideoModel.Virtio, Heads = 2 }, """{"driver":"virtio-vga","id":"video0","max_outputs":2,"bus":"pcie.0","addr":"0x1"}""" },
        { new VideoDevice { Model = VideoModel.Vga, VramKiB = 16384 }, """{"driver":"VGA","id":"video0","vgamem_mb":16,"bus":"pcie.0","addr":"0x1"}""" },
        { new VideoDevice { Model = VideoModel.Bochs, VramKiB = 16384 }, """{"driver":"bochs-display","id":"video0","vgamem":16777216,"bus":"pcie.0","addr":"0x1"}""" },
        { new VideoDevice { Model = VideoModel.Cirrus, VramKiB = 16384 }, """{"driver":"cirrus-vga","id":"video0","vgamem_mb":16,"bus":"pcie.0","addr":"0x1"}""" },
        {
            new VideoDevice { Model = VideoModel.Qxl, RamKiB = 65536, VramKiB = 65536, VgaMemoryKiB = 16384, Heads = 1 },
            """{"driver":"qxl-vga","id":"video0","max_outputs":1,"ram_size":67108864,"vram_size":67108864,"vgamem_mb":16,"bus":"pcie.0","addr":"0x1"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Cards), DisableDiscoveryEnumeration = true)]
    public void Every_model_has_its_driver_and_its_memory(VideoDevice video, string expected)
    {
        Assert.Equal([$"-device {expected}"], TestMachine.Added(devices => devices with { Videos = [video with { Address = Place }] }));
    }

    [Fact]
    public void Only_the_first_card_shows_the_firmware()
    {
        VideoDevice virtio = new() { Model = VideoModel.Virtio };
        IReadOnlyList<string> added = TestMachine.Added(devices => devices with { Videos = [virtio, new VideoDevice { Model = VideoModel.Virtio, Heads = 1 }] });

        Assert.Equal("""-device {"driver":"virtio-vga","id":"video0"}""", added[0]);
        Assert.Equal("""-device {"driver":"virtio-gpu-pci","id":"video1","max_outputs":1}""", added[1]);
    }

    [Fact]
    public void No_card_is_no_argument()
    {
        Assert.Empty(TestMachine.Added(devices => devices with { Videos = [new VideoDevice { Model = VideoModel.None }] }));
    }

    [Fact]
    public void A_card_that_another_process_draws_needs_KVM_and_memory_that_both_see()
    {
        DomainDefinition own = TestMachine.With(devices => devices with { Videos = [new VideoDevice { Model = VideoModel.Virtio, Driver = VideoDriver.VhostUser, Heads = 2 }] });
        DomainDefinition shared = own with { MemoryBacking = new MemoryBacking { Access = MemoryAccess.Shared } };

        QemuCommandLine line = TestMachine.Build(shared, Accelerator.Kvm);

        Assert.Contains("""{"driver":"vhost-user-vga","id":"video0","max_outputs":2,"chardev":"chr-vu-video0"}""", line.Values("-device"));
        Assert.Single(line.Values("-chardev"), value => value!.StartsWith("socket,id=chr-vu-video0,fd=", StringComparison.Ordinal));
        Assert.Equal(ErrorCodes.Qemu.CannotExpress, Assert.Throws<CallerException>(() => TestMachine.Build(own, Accelerator.Kvm)).Code);
        Assert.Equal(ErrorCodes.Qemu.CannotExpress, Assert.Throws<CallerException>(() => TestMachine.Build(shared)).Code);
    }

    [Fact]
    public void A_card_that_this_QEMU_lacks_is_refused_before_it_is_started()
    {
        var request = new CommandLineRequest(
            TestMachine.With(devices => devices with { Videos = [new VideoDevice { Model = VideoModel.Qxl }] }),
            RecordedQemu.Capabilities with { Devices = RecordedQemu.Capabilities.Devices.Where(name => name != "qxl-vga").ToHashSet() },
            Accelerator.Tcg,
            TestMachine.Pretended(TestMachine.Definition),
            TestMachine.StartedAt);

        Assert.Equal(ErrorCodes.Qemu.MissingDevice, Assert.Throws<CallerException>(() => CommandLineBuilder.Build(request)).Code);
    }
}
