using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Advising.Profiles;

/// <summary>The default: nothing of the other profiles, and memory given back when the guest does not use it.</summary>
internal sealed class BalancedProfile : ITuningProfile
{
    public DomainDefinition Apply(DomainDefinition machine, Patient patient) =>
        Neutral(machine).WithBalloon(static balloon => balloon with { FreePageReporting = true });

    /// <summary>Without anything that a profile sets.</summary>
    public static DomainDefinition Neutral(DomainDefinition machine) => machine with
    {
        CpuSet = null,
        CpuTuning = machine.CpuTuning with { VcpuPins = [], EmulatorPin = null, VcpuScheduling = [], IoThreadPins = [] },
        NumaTuning = machine.NumaTuning with { Memory = null },
        Features = machine.Features with { Kvm = machine.Features.Kvm with { HintDedicated = null, PollControl = null } },
        MemoryBacking = machine.MemoryBacking with { HugePages = null, NoSharePages = false, Locked = false },
    };
}
