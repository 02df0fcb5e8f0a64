using Pando.Domains.Advising.Placement;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Advising.Profiles;

/// <summary>As much work as possible: I/O away from QEMU's main loop, the host's own processor, memory near the processors.</summary>
internal sealed class ThroughputProfile : ITuningProfile
{
    // More than a guest's cards make use of, and each takes interrupts and memory.
    private const int MostQueues = 8;

    public DomainDefinition Apply(DomainDefinition machine, Patient patient)
    {
        DomainDefinition tuned = machine.WithHostProcessor().WithWritableDisks(static disk => disk with
        {
            Driver = disk.Driver with { Cache = DiskCache.None, Io = DiskIo.Native, Discard = DiskDiscard.Unmap },
        });
        tuned = OwnDiskThreads.Give(tuned, MostQueues).WithInterfaces(card => card is { Model: InterfaceModel.Virtio, Source: not UserNetworkSource }
            ? card with { Driver = card.Driver with { Queues = tuned.Vcpus > 1 ? Math.Min(tuned.Vcpus, MostQueues) : null } }
            : card);
        tuned = tuned with { MemoryBacking = tuned.MemoryBacking with { NoSharePages = true } };
        return patient.Topology.Nodes.Count > 1 && NumaPlacement.OnOneNode(tuned, patient.Topology) is { } node ? NumaPlacement.Keep(tuned, node) : tuned;
    }
}
