using Pando.Domains.Advising;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Tests.Advising;

/// <summary>Machines and hosts to look at.</summary>
internal static class Patients
{
    /// <summary>A machine with nothing to say about, on a host with everything.</summary>
    public static readonly DomainDefinition Healthy = new()
    {
        Name = "well",
        MemoryKiB = 1 << 20,
        CurrentMemoryKiB = 1 << 20,
        Vcpus = 2,
        VcpusCurrent = 2,
        Cpu = new CpuDefinition { Mode = CpuMode.HostModel },
        CpuSet = NumberSet.Of(0, 1),
        Devices = new DomainDevices
        {
            Disks = [new DiskDevice { TargetName = "vda", FilePath = "/a.qcow2", Bus = DiskBus.Virtio, Driver = new DiskDriver { Format = DiskFormat.Qcow2, Cache = DiskCache.None, Discard = DiskDiscard.Unmap } }],
            Interfaces = [new InterfaceDevice { Model = InterfaceModel.Virtio }],
            Channels = [new ChannelDevice { Name = ChannelDevice.GuestAgentName }],
            Memballoon = new MemballoonDevice { FreePageReporting = true },
            Rngs = [new RngDevice { Source = RngSource.Random, Path = "/dev/urandom" }],
        },
    };

    /// <summary>Two nodes of four processors each; the last two of the second are isolated.</summary>
    public static readonly HostTopology TwoNodes = new(
    [
        new HostNumaNode { Number = 0, MemoryKiB = 8 << 20, FreeKiB = 2 << 20, Processors = [new(0, 0, 0, false), new(1, 0, 1, false), new(2, 0, 0, false), new(3, 0, 1, false)] },
        new HostNumaNode { Number = 1, MemoryKiB = 8 << 20, FreeKiB = 6 << 20, Processors = [new(4, 1, 0, false), new(5, 1, 1, false), new(6, 1, 2, true), new(7, 1, 3, true)] },
    ]);

    public static readonly HostMemory Memory = new(null, "madvise", [new HugePagePool(0, 2048, 1024, 1024), new HugePagePool(0, 1 << 20, 0, 0)]);

    public static Patient Of(DomainDefinition machine, Accelerator accelerator = Accelerator.Kvm) =>
        new(machine, TwoNodes, Memory, new AcceleratorVerdict(accelerator), null);
}
