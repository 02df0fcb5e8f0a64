using Pando.Domains.Advising.Placement;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Profiles;

/// <summary>Answers at once: processors of its own, memory that is never taken away, nothing that wakes up by itself.</summary>
internal sealed class LowLatencyProfile : ITuningProfile
{
    private const int Priority = 1;

    public DomainDefinition Apply(DomainDefinition machine, Patient patient)
    {
        DomainDefinition tuned = machine.WithHostProcessor()
            .WithWritableDisks(static disk => disk with { Driver = disk.Driver with { Cache = DiskCache.None, Io = DiskIo.Native } })
            .WithDevices(static devices => devices with { Memballoon = new MemballoonDevice { Model = MemballoonModel.None } });
        tuned = tuned with
        {
            CurrentMemoryKiB = tuned.MemoryKiB,
            // A guest that has its processors for itself need not sleep, nor need the host wait with it for work.
            Features = tuned.Features with { Kvm = tuned.Features.Kvm with { HintDedicated = true, PollControl = true } },
            MemoryBacking = tuned.MemoryBacking with
            {
                NoSharePages = true,
                Locked = true,
                HugePages = HugePages(tuned, patient) ? new HugePages([]) : null,
            },
        };
        return OwnProcessors.For(tuned.Vcpus, patient.Topology) is not { } own ? tuned : tuned with
        {
            CpuTuning = tuned.CpuTuning with
            {
                VcpuPins = own.Vcpus.Select((processor, vcpu) => new ThreadPin(vcpu, NumberSet.Of(processor))).ToEquatableArray(),
                EmulatorPin = own.Others.Count > 0 ? NumberSet.Of(own.Others) : null,
                // On a processor that others use, too, real time would starve them.
                VcpuScheduling = own.Isolated ? Enumerable.Range(0, tuned.Vcpus).Select(static vcpu => new NumberedScheduling(vcpu, new ThreadScheduling(SchedulerPolicy.Fifo, Priority))).ToEquatableArray() : [],
            },
            NumaTuning = tuned.NumaTuning with { Memory = new NumaPolicy(NumaMode.Preferred, NumberSet.Of(own.Node)) },
        };
    }

    public IEnumerable<Diagnosis> Lacks(Patient patient)
    {
        OwnProcessors? own = OwnProcessors.For(patient.Definition.Vcpus, patient.Topology);
        if (own is null)
        {
            yield return Diagnosis.Of("no-own-processors", DoctorConcern.Performance, null, ("vcpus", $"{patient.Definition.Vcpus}"));
        }
        else if (!own.Isolated)
        {
            yield return Diagnosis.Of("not-isolated", DoctorConcern.Performance, null, ("cpus", NumberSet.Of(own.Vcpus).ToString()));
        }
        if (!HugePages(patient.Definition, patient))
        {
            yield return Diagnosis.Of("no-huge-pages", DoctorConcern.Performance, null, ("memory", $"{patient.Definition.MemoryKiB / 1024}"));
        }
        if (patient.Accelerator.Accelerator == Accelerator.Tcg)
        {
            yield return Diagnosis.Of("host-without-kvm", DoctorConcern.Performance, null);
        }
    }

    /// <summary>Whether the host has room for it in its usual huge pages.</summary>
    private static bool HugePages(DomainDefinition machine, Patient patient) => patient.Memory.HugePages.Items
        .GroupBy(static pool => pool.PageKiB).MinBy(static size => size.Key)?.Sum(static pool => pool.Free * pool.PageKiB) >= machine.MemoryKiB;
}
