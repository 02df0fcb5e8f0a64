using Pando.Domains.Installing;
using Pando.Domains.Tests.Machines;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Domains.Tests.Installing;

public sealed class SystemDefaultsTests
{
    [Fact]
    public void Nothing_known_is_a_Linux_of_today()
    {
        var defaults = new SystemDefaults(null);

        Assert.Equal(("q35", DiskBus.Virtio, InterfaceModel.Virtio, VideoModel.Virtio), (defaults.Machine, defaults.DiskBus, defaults.Network, defaults.Video));
        Assert.Equal((1L << 20, 1, false, true), (defaults.MemoryKiB, defaults.Vcpus, defaults.Uefi, defaults.Random));
        Assert.Equal(new ClockDefinition(), defaults.Clock);
    }

    [Fact]
    public void A_Linux_with_virtio_gets_virtio_and_what_is_recommended()
    {
        var defaults = new SystemDefaults(KnownSystems.Linux);

        Assert.Equal((DiskBus.Virtio, InterfaceModel.Virtio, VideoModel.Virtio), (defaults.DiskBus, defaults.Network, defaults.Video));
        Assert.Equal((3L << 20, 2), (defaults.MemoryKiB, defaults.Vcpus));
    }

    [Fact]
    public void A_Windows_gets_what_it_has_drivers_for_and_its_clock()
    {
        var defaults = new SystemDefaults(KnownSystems.Windows);

        Assert.Equal((DiskBus.Sata, InterfaceModel.E1000E, VideoModel.Vga), (defaults.DiskBus, defaults.Network, defaults.Video));
        Assert.Equal((4L << 20, 2, true, false), (defaults.MemoryKiB, defaults.Vcpus, defaults.Uefi, defaults.Random));
        Assert.True(defaults.Features.HyperV is { Relaxed: true, Spinlocks: true });
        Assert.Equal(TpmVersion.V20, Assert.Single(defaults.Tpms).Version);
        Assert.Equal(ClockOffset.LocalTime, defaults.Clock.Offset);
        Assert.Contains(defaults.Clock.Timers.Items, static timer => timer is { Name: TimerName.Hpet, Present: false });
    }

    [Fact]
    public void A_name_that_means_nothing_is_refused_with_those_like_it()
    {
        var refusal = Assert.Throws<CallerException>(() => SystemChoice.Of("pane12", new KnownSystems()));

        Assert.Equal(ErrorCodes.Request.Invalid, refusal.Code);
        Assert.StartsWith("pane11", refusal.Facts.Single(static fact => fact.Name == "reason").Value, StringComparison.Ordinal);
    }
}
