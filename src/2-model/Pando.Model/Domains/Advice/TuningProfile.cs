namespace Pando.Model.Domains.Advice;

/// <summary>What a machine is tuned for. A profile is a way to write a definition: what it comes to can be seen and changed.</summary>
public enum TuningProfile
{
    /// <summary>Nothing in particular: no pinning, memory given back when the guest does not use it.</summary>
    Balanced,

    /// <summary>As much work as possible: I/O threads, queues, the host's own processor, memory near the processors.</summary>
    Throughput,

    /// <summary>Answers at once: processors of its own, memory that is never taken away.</summary>
    LowLatency,

    /// <summary>As many machines as possible: equal pages merged, unused memory and disk space given back.</summary>
    Dense,
}

/// <summary>A definition under a profile.</summary>
/// <param name="Definition">What the profile comes to.</param>
/// <param name="Notices">What the host lacks for all of it.</param>
public sealed record ProfiledDefinition(DomainDefinition Definition, EquatableArray<DoctorFinding> Notices);
