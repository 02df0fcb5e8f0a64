using Pando.Model.Domains;

namespace Pando.Host.Tests.Confinement;

public sealed class ResourceChangeTests
{
    private static readonly DomainDefinition Machine = new()
    {
        Id = DomainId.New(),
        Name = "m",
        MemoryKiB = 1,
        CurrentMemoryKiB = 1,
        Vcpus = 1,
        VcpusCurrent = 1,
        CpuTuning = new CpuTuning { Shares = 5, Vcpus = new CpuBandwidth(1000, 2000) },
        MemoryTuning = new MemoryTuning { HardLimitKiB = 7, SoftLimitKiB = 6 },
        BlockIoTuning = new BlockIoTuning { Devices = [new BlockIoDeviceTuning { Path = "/dev/a", Weight = 200, ReadsPerSecond = 3 }, new BlockIoDeviceTuning { Path = "/dev/b", Weight = 300 }] },
    };

    [Fact]
    public void What_is_not_said_stays() => Assert.Equal(Machine, new ResourceChange().ApplyTo(Machine));

    [Fact]
    public void One_half_of_a_bandwidth_is_changed_without_the_other() =>
        Assert.Equal(new CpuBandwidth(1000, 3000), new ResourceChange { Vcpus = new CpuBandwidth(null, 3000) }.ApplyTo(Machine).CpuTuning.Vcpus);

    [Fact]
    public void A_limit_is_taken_away_by_its_word_for_none() =>
        Assert.Equal(new MemoryTuning { SoftLimitKiB = 6 }, new ResourceChange { HardLimitKiB = ResourceChange.NoLimit }.ApplyTo(Machine).MemoryTuning);

    [Fact]
    public void A_disk_is_merged_and_goes_with_its_last_value()
    {
        var change = new ResourceChange
        {
            BlockIoDevices = [new BlockIoDeviceTuning { Path = "/dev/a", ReadsPerSecond = 0 }, new BlockIoDeviceTuning { Path = "/dev/b", Weight = 0 }],
        };

        Assert.Equal([new BlockIoDeviceTuning { Path = "/dev/a", Weight = 200 }], change.ApplyTo(Machine).BlockIoTuning.Devices.Items);
    }
}
